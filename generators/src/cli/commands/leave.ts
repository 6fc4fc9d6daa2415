import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { appFolder } from "../../app/app-folder.ts";
import { findDeployments } from "../../app/find-deployments.ts";
import { planLeave } from "../../leave/plan-leave.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { applyAndInstall } from "../../shared/install.ts";
import { INSTALL_OPTIONS, onlyPositional } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";
import { printDryRun } from "../print-dry-run.ts";

/** `gen leave <app>`: takes the kit out of an app. What remains is a plain alchemy app. */
export const genLeave: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options: INSTALL_OPTIONS, allowPositionals: true });
  const question = () => `Which app? For example: ${genCommand()} leave shop --dry-run`;
  const name = onlyPositional(positionals, question);
  const root = await openRepository(context);
  const checked = checkAppName(name);
  if (!checked.ok || !existsSync(join(root, appFolder(checked.name), "kit.json"))) {
    throw new CommandError("usage", `There is no app “${name}” of the kit. See: ${genCommand()} list`);
  }

  const app = checked.name;
  const plan = await planLeave(root, app);
  if (values["dry-run"]) return printDryRun(context, plan, { json: values.json, about: { app } });
  const deployments = await findDeployments(root, app);
  const deployed = deployments.kind === "known" ? deployments.profiles : [];
  await applyAndInstall(root, plan, { install: !values["no-install"], signal });
  const changed = plan.map(({ kind, path }) => ({ kind, path }));
  if (values.json) out(JSON.stringify({ app, dryRun: false, changed, deployed, next: nextOf(deployed) }));
  else out(narration(app, changed, deployed));
};

function narration(app: AppName, changed: { kind: string; path: string }[], deployed: string[]): string {
  return [
    `${app} is a plain alchemy app now.`,
    ...changed.map(({ kind, path }) => `  ${kind === "remove" ? "removed" : "edited "}  ${path}`),
    "",
    deployed.length === 0
      ? `Next, in ${appFolder(app)}:`
      : `It goes on serving ${deployed.join(" and ")}. For alchemy to take that over, in ${appFolder(app)}:`,
    ...nextOf(deployed).map((command) => `  ${command}`),
    "alchemy keeps its state in .alchemy/ now; for a store that all of a team see, read about stateStore in its docs.",
  ].join("\n");
}

function nextOf(deployed: readonly string[]): string[] {
  if (deployed.length === 0) return [`${bunCommand()} run deploy --stage staging`];
  return deployed.map((profile) => `${bunCommand()} run deploy --stage ${profile} --adopt`);
}
