import { basename, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { type Change, type Content, isSame } from "@alchemy-kit/scaffold";
import { judgeProject } from "../../adopt/adoption.ts";
import { planAdopt } from "../../adopt/plan-adopt.ts";
import { readProject } from "../../adopt/read-project.ts";
import { appFolder } from "../../app/app-folder.ts";
import { checkNewAppName } from "../../app/new-app-name.ts";
import { bunCommand, genCommand, nextCommands } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { applyAndInstall } from "../../shared/install.ts";
import { INSTALL_OPTIONS, onlyPositional } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";

const options = {
  name: { type: "string" },
  ...INSTALL_OPTIONS,
} as const;

/** `gen adopt <folder|.>`: makes an app of a wrangler or alchemy project, whose code stays as it is. */
export const genAdopt: Command = async (args, context) => {
  const { cwd, out, signal } = context;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const question = () => `Which project? For example: ${genCommand()} adopt ../old-worker --dry-run`;
  const given = onlyPositional(positionals, question);
  const root = await openRepository(context);
  // `kit adopt` runs this at the root, and tells where its user is.
  const folder = resolve(process.env.KIT_CALLED_IN ?? cwd, given);
  const project = await readProject(folder, given);
  const judged = judgeProject(project.files);
  if (judged.kind === "refused") {
    const problems = judged.problems.map((problem) => `  ${problem}`);
    throw new CommandError(
      "failed",
      [`${given} cannot be adopted as it is. Nothing was changed.`, ...problems].join("\n"),
    );
  }
  const here = inApps(root, folder, given);
  if (here === undefined && folder.startsWith(root + sep)) throw misplaced(given);
  const app = nameFor(root, here ?? values.name, judged, folder);

  const adoption = judged.adopt(app);
  const plan = planAdopt(app, project, adoption, here !== undefined);
  const before = (path: string) => project.files.get(path.slice(appFolder(app).length + 1));
  const ours = plan.filter((change) => !isCopy(change, before)).map((change) => asEdit(change, before));
  const { notes } = adoption;
  const about = { app, path: appFolder(app), copied: plan.length - ours.length, left: project.left, notes };
  if (values["dry-run"]) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    if (values.json) return out(JSON.stringify({ ...about, dryRun: true, plan }));
    return out(
      `${story(`Would make ${about.path} of ${given}.`, about, ours)}\n\n${showDiff(ours).trimEnd()}`,
    );
  }
  const mayMake = here === undefined ? [`${about.path}/node_modules`] : [];
  await applyAndInstall(root, plan, { install: !values["no-install"], mayMake, signal });
  const next = [`${bunCommand()} run kit plan ${app}`, ...nextCommands(app)];
  if (values.json)
    out(JSON.stringify({ ...about, dryRun: false, files: plan.map(({ path }) => path), next }));
  else
    out(
      [
        story(`Made ${about.path} of ${given}.`, about, ours),
        "",
        "Next:",
        ...next.map((it) => `  ${it}`),
      ].join("\n"),
    );
};

/** The name of the app whose folder this is already. */
function inApps(root: string, folder: string, given: string): string | undefined {
  const [apps, name, ...deeper] = relative(root, folder).split(sep);
  if (apps !== "apps" || name === undefined) return undefined;
  if (deeper.length > 0) throw misplaced(given);
  return name;
}

function misplaced(given: string): CommandError {
  return new CommandError(
    "usage",
    `${given} is in this repository, but not a folder of apps/. Move it there first.`,
  );
}

function nameFor(
  root: string,
  asked: string | undefined,
  { name, isFixed }: { name: string | undefined; isFixed: boolean },
  folder: string,
): AppName {
  if (isFixed && asked !== undefined && asked !== name) {
    throw new CommandError("usage", `Its alchemy program is named “${name}”, and the app has to be, too.`);
  }
  const wanted = asked ?? name ?? basename(folder);
  const isThere = resolve(root, "apps", wanted) === folder;
  const checked = isThere ? checkAppName(wanted) : checkNewAppName(root, wanted);
  if (checked.ok) return checked.name;
  const instead = checked.suggestion === undefined ? "another name" : checked.suggestion;
  throw new CommandError(
    "usage",
    `It cannot be called “${wanted}”: ${checked.reason} This would do: --name ${instead}`,
  );
}

type Before = (path: string) => Content | undefined;

/** Is this a file of the project just as it was? */
function isCopy(change: Change, before: Before): boolean {
  return change.kind === "write" && isSame(before(change.path), change.after);
}

/** For showing: a file that is copied and changed, as what is changed of it. */
function asEdit(change: Change, before: Before): Change {
  const was = before(change.path);
  if (change.kind !== "write" || was === undefined) return change;
  return { kind: "edit", path: change.path, before: was, after: change.after };
}

function story(
  title: string,
  { copied, left, notes }: { copied: number; left: string[]; notes: string[] },
  ours: readonly Change[],
): string {
  return [
    title,
    ...(copied > 0 ? [`  ${copied} files are copied as they are`] : []),
    ...ours.map(({ kind, path }) => `  ${kind === "edit" ? "edited" : "added "}  ${path}`),
    ...left.map((path) => `  left out  ${path}`),
    ...(notes.length > 0 ? ["", "To know:", ...notes.map((note) => `  ${note}`)] : []),
  ].join("\n");
}
