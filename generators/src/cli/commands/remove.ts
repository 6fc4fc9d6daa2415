import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { appFolder } from "../../app/app-folder.ts";
import { type AppState, readAppState } from "../../app/app-state.ts";
import { findDeployments } from "../../app/find-deployments.ts";
import { planRemoval, removeApp } from "../../app/remove-app.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { INSTALL_OPTIONS, onlyPositional } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";
import { printDryRun } from "../print-dry-run.ts";

const options = {
  force: { type: "boolean", default: false },
  ...INSTALL_OPTIONS,
} as const;

/** `gen remove <name>`: takes away exactly what `gen app` stamped. What was changed since is not lost by it. */
export const genRemove: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const name = onlyPositional(positionals, () => `Which app? For example: ${genCommand()} remove shop`);
  const root = await openRepository(context);
  const checked = checkAppName(name);
  if (!checked.ok || !existsSync(join(root, appFolder(checked.name)))) {
    throw new CommandError("usage", `There is no app “${name}”. See: ${genCommand()} list`);
  }

  const folder = appFolder(checked.name);
  const state = await readAppState(root, folder);
  if (!values.force) refuseIfChanged(folder, state);
  await refuseIfDeployed(root, checked.name, values.force);
  const plan = await planRemoval(root, folder, [...state.untouched, ...state.edited, ...state.added].sort());
  const files = plan.map((change) => change.path);
  if (values["dry-run"]) return printDryRun(context, plan, { json: values.json, about: { app: name } });
  await removeApp(root, folder, plan, { install: !values["no-install"], signal });
  if (values.json) out(JSON.stringify({ app: name, dryRun: false, removed: files }));
  else
    out(
      `Removed ${folder}: ${files.length} files. What it has deployed, it still has: see ${bunCommand()} run kit status`,
    );
};

function refuseIfChanged(folder: string, { edited, added }: AppState): void {
  if (edited.length + added.length === 0) return;
  const list = [
    ...edited.map((path) => `  edited  ${folder}/${path}`),
    ...added.map((path) => `  added   ${folder}/${path}`),
  ];
  throw new CommandError(
    "failed",
    [
      `Not removed: this is in ${folder} and was not stamped.`,
      ...list,
      "To remove it too, add --force.",
    ].join("\n"),
  );
}

/** What is deployed is taken down by the app's own program, which would be gone: `--force` does not change that. */
async function refuseIfDeployed(root: string, app: AppName, force: boolean): Promise<void> {
  const deployments = await findDeployments(root, app);
  if (deployments.kind === "unknown" && !force) {
    throw new CommandError(
      "failed",
      `Not removed: whether ${app} is deployed could not be found out. ${deployments.why}\nTo remove it all the same, add --force.`,
    );
  }
  if (deployments.kind !== "known" || deployments.profiles.length === 0) return;
  const destroy = deployments.profiles.map(
    (profile) => `  ${bunCommand()} run kit destroy ${app} --profile ${profile} --yes`,
  );
  throw new CommandError(
    "failed",
    [
      `Not removed: ${app} is deployed to ${deployments.profiles.join(" and ")}. Take that down first:`,
      ...destroy,
    ].join("\n"),
  );
}
