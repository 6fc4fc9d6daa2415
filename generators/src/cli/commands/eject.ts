import { join } from "node:path";
import { parseArgs } from "node:util";
import { planEject } from "../../eject/plan-eject.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { applyAndInstall } from "../../shared/install.ts";
import { templateNames, templatesFolder } from "../../template/templates-folder.ts";
import { INSTALL_OPTIONS } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";
import { printDryRun } from "../print-dry-run.ts";

/**
 * `gen eject templates`: copies the kit's templates, and the generators that stamp them, into the repository,
 * which has its own from then on.
 */
export const genEject: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options: INSTALL_OPTIONS, allowPositionals: true });
  if (positionals.join(" ") !== "templates") {
    throw new CommandError("usage", `What can be ejected is the templates: ${genCommand()} eject templates`);
  }
  const root = await openRepository(context);
  if (templatesFolder(root) === join(root, "templates")) {
    throw new CommandError("usage", "This repository has templates of its own already: templates/");
  }
  const plan = await planEject(root);
  if (values["dry-run"]) return printDryRun(context, plan, { json: values.json, about: {} });
  const toInstall = values["no-install"];
  const mayMake = ["generators/node_modules", "packages/scaffold/node_modules"];
  await applyAndInstall(root, plan, { install: !toInstall, mayMake, signal });
  const files = plan.map(({ path }) => path);
  if (values.json) out(JSON.stringify({ dryRun: false, files, installed: !toInstall }));
  else out(narration(await templateNames(), files, toInstall));
};

function narration(names: readonly string[], files: readonly string[], toInstall: boolean): string {
  const templates = files.filter((path) => path.startsWith("templates/")).length;
  return [
    `Copied ${names.join(" and ")} into templates/: ${templates} files, yours to change.`,
    `Copied what stamps them into generators/ and packages/scaffold/, and had ${genCommand()} be that.`,
    "A folder more in templates/ is a template more. Count up the version in its template.json with each",
    `change: that is how ${genCommand()} update names what it brings.`,
    ...(toInstall ? [`Install what they depend on with: ${bunCommand()} install`] : []),
  ].join("\n");
}
