import { parseArgs } from "node:util";
import { appFolder } from "../../app/app-folder.ts";
import { checkNewAppName } from "../../app/new-app-name.ts";
import { planApp } from "../../app/plan-app.ts";
import { bunCommand, genCommand, nextCommands } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { applyAndInstall } from "../../shared/install.ts";
import { type Feature, parseFeatures, printFeatures } from "../../template/feature.ts";
import { readTemplate } from "../../template/read-template.ts";
import { templateNames, templatesFolder } from "../../template/templates-folder.ts";
import { INSTALL_OPTIONS } from "../change-options.ts";
import type { Command } from "../command.ts";
import { folderPicture } from "../folder-picture.ts";
import { openRepository } from "../open-repository.ts";
import { printDryRun } from "../print-dry-run.ts";

const options = {
  template: { type: "string", default: "app" },
  with: { type: "string" },
  ...INSTALL_OPTIONS,
} as const;

/** `gen app <name>`: stamps an app out of a template. */
export const genApp: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const name = oneName(positionals);
  const root = await openRepository(context);
  const checked = checkNewAppName(root, name);
  if (!checked.ok) throw new CommandError("usage", refusal(checked));
  const folder = templatesFolder(root);
  const templates = await templateNames(folder);
  if (!templates.includes(values.template)) {
    throw new CommandError(
      "usage",
      `There is no template “${values.template}”. There is: ${templates.join(", ")}.`,
    );
  }

  const template = await readTemplate(folder, values.template, featuresOf(values.with));
  const app = checked.name;
  const plan = planApp(template, app);
  const about = {
    app,
    template: template.name,
    templateVersion: template.about.version,
    with: printFeatures(template.features),
    path: appFolder(app),
  };
  if (values["dry-run"]) return printDryRun(context, plan, { json: values.json, about });

  const mayMake = [`${about.path}/node_modules`];
  await applyAndInstall(root, plan, { install: !values["no-install"], mayMake, signal });
  const files = plan.map((change) => change.path);
  const next = nextCommands(app);
  if (values.json)
    out(JSON.stringify({ ...about, dryRun: false, files, installed: !values["no-install"], next }));
  else out(narration(about, files, next, values["no-install"]));
};

/** `gen worker <name>`: the same, out of the template of a Worker with no front end. */
export const genWorker: Command = (args, context) => genApp(["--template", "worker", ...args], context);

function featuresOf(wanted: string | undefined): readonly Feature[] | undefined {
  if (wanted === undefined) return undefined;
  const read = parseFeatures(wanted);
  if (read.ok) return read.features;
  throw new CommandError("usage", read.reason);
}

function oneName(positionals: string[]): string {
  const [name, ...more] = positionals;
  if (name === undefined)
    throw new CommandError("usage", `Which name? For example: ${genCommand()} app shop`);
  if (more.length > 0)
    throw new CommandError("usage", `One name at a time, and without spaces: not ${more.join(" ")}.`);
  return name;
}

function refusal({ reason, suggestion }: { reason: string; suggestion: string | undefined }): string {
  return suggestion === undefined ? reason : `${reason} This would do: ${suggestion}`;
}

function narration(
  about: { path: string; template: string; with: string },
  files: string[],
  next: string[],
  toInstall: boolean,
): string {
  return [
    `Made ${about.path} from the template “${about.template}”, with ${about.with}: ${files.length} files.`,
    "",
    folderPicture(about.path, files),
    "",
    ...(toInstall ? [`Install what it depends on with: ${bunCommand()} install`, ""] : []),
    "Next:",
    ...next.map((command) => `  ${command}`),
  ].join("\n");
}
