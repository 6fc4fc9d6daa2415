import { parseArgs } from "node:util";
import { readAppState } from "../../app/app-state.ts";
import { stampedApps } from "../../app/stamped-apps.ts";
import { genCommand } from "../../shared/bun-command.ts";
import { repositoryRoot } from "../../shared/repository-root.ts";
import { readAbout } from "../../template/read-template.ts";
import { templateNames, templatesFolder } from "../../template/templates-folder.ts";
import type { Command } from "../command.ts";

/** `gen list`: the templates there are, and the apps stamped from them with how much of each was changed since. */
export const genList: Command = async (args, { cwd, out }) => {
  const { values } = parseArgs({ args, options: { json: { type: "boolean", default: false } } });
  const root = await repositoryRoot(cwd);
  const folder = templatesFolder(root);
  const templates = await Promise.all(
    (await templateNames(folder)).map(async (name) => ({ name, ...(await readAbout(folder, name)) })),
  );
  const apps = await listApps(root);
  if (values.json) return out(JSON.stringify({ templates, apps }));
  out("Templates");
  for (const { name, version, description } of templates) out(`  ${name}  ${version}  ${description}`);
  out("Apps");
  for (const { app, template, templateVersion, edited, added } of apps) {
    out(
      `  ${app}  from ${template} ${templateVersion}, ${edited.length} files edited, ${added.length} added`,
    );
  }
  if (apps.length === 0) out(`  none yet: ${genCommand()} app shop`);
};

async function listApps(root: string) {
  return Promise.all(
    (await stampedApps(root)).map(async (name) => {
      const { manifest, edited, added, missing } = await readAppState(root, `apps/${name}`);
      const { app, template, templateVersion } = manifest;
      return { app, template, templateVersion, edited, added, missing };
    }),
  );
}
