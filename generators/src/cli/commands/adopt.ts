import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Change } from "@alchemy-kit/scaffold";
import { changesToShow } from "../../adopt/changes-to-show.ts";
import { checkProject, type ProjectCheck } from "../../adopt/check-project.ts";
import { appInPlace, chooseAppName } from "../../adopt/choose-app-name.ts";
import { planAdopt } from "../../adopt/plan-adopt.ts";
import { readProject } from "../../adopt/read-project.ts";
import { appFolder } from "../../app/app-folder.ts";
import { bunCommand, genCommand, nextCommands } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { applyAndInstall } from "../../shared/install.ts";
import { INSTALL_OPTIONS, onlyPositional } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";

const options = { name: { type: "string" }, ...INSTALL_OPTIONS } as const;

/** `gen adopt <folder|.>`: makes an app of a wrangler or alchemy project, whose code stays as it is. */
export const genAdopt: Command = async (args, context) => {
  const { cwd, out, signal } = context;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const question = () => `Which project? For example: ${genCommand()} adopt ../old-worker --dry-run`;
  const given = onlyPositional(positionals, question);
  const root = await openRepository(context);
  // `kit adopt` runs this at the root, and passes on where its user is.
  const folder = resolve(process.env.KIT_CALLED_IN ?? cwd, given);
  const project = await readProject(folder, given);
  const check = refuseUnadoptable(checkProject(project.files, project.around), given);
  const here = appInPlace(root, folder, given);
  const app = chooseAppName(root, folder, here ?? values.name, check);

  const conversion = check.convert(app);
  const plan = planAdopt(app, project, conversion, here !== undefined);
  const path = appFolder(app);
  const shown = changesToShow(plan, (changed) => project.files.get(changed.slice(path.length + 1)));
  const copied = plan.length - shown.length;
  const about = { app, path, copied, left: project.left, notes: conversion.notes };
  if (values["dry-run"]) {
    if (values.json) return out(JSON.stringify({ ...about, dryRun: true, plan }));
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    const title = `Would make ${path} of ${given}.`;
    return out(`${narration(title, about, shown)}\n\n${showDiff(shown).trimEnd()}`);
  }
  const mayMake = here === undefined ? [`${path}/node_modules`] : [];
  await applyAndInstall(root, plan, { install: !values["no-install"], mayMake, signal });
  const next = [`${bunCommand()} run kit plan ${app}`, ...nextCommands(app)];
  const files = plan.map((change) => change.path);
  if (values.json) return out(JSON.stringify({ ...about, dryRun: false, files, next }));
  const made = narration(`Made ${path} of ${given}.`, about, shown);
  out([made, "", "Next:", ...next.map((command) => `  ${command}`)].join("\n"));
};

/** @throws CommandError naming each problem, when the project cannot be adopted. */
function refuseUnadoptable(check: ProjectCheck, given: string) {
  if (check.kind === "adoptable") return check;
  const problems = check.problems.map((problem) => `  ${problem}`);
  throw new CommandError(
    "failed",
    [`${given} cannot be adopted as it is. Nothing was changed.`, ...problems].join("\n"),
  );
}

function narration(
  title: string,
  { copied, left, notes }: { copied: number; left: string[]; notes: string[] },
  shown: readonly Change[],
): string {
  return [
    title,
    ...(copied > 0 ? [`  ${copied} files are copied as they are`] : []),
    ...shown.map(({ kind, path }) => `  ${kind === "edit" ? "edited" : "added "}  ${path}`),
    ...left.map((path) => `  left out  ${path}`),
    ...(notes.length > 0 ? ["", "To know:", ...notes.map((note) => `  ${note}`)] : []),
  ].join("\n");
}
