import { checkProfileName } from "../../config/index.ts";
import { candidateFor } from "../../operations/promotable.ts";
import { affectedSince } from "../../workspace/matrix/affected.ts";
import { findBase } from "../../workspace/matrix/base.ts";
import { rowsOf } from "../../workspace/matrix/rows.ts";
import { readMembers } from "../../workspace/matrix/workspaces.ts";
import { appNames, findApp, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { openAll } from "../open/open-app-on.ts";
import { colour } from "../output/colour.ts";
import { setOutputs } from "../output/github-files.ts";
import type { Outcome } from "../output/outcome.ts";
import type { Terminal } from "../output/terminal.ts";

/** More names than a matrix has jobs are several in each. */
const MOST_NAMES = 10_000;

export const matrixCommand = defineCommand({
  usage: "matrix [--affected] [--since main]   or   matrix [<app>…] --to prod",
  examples: ["matrix", "matrix --affected --since main", "matrix --to prod"],
  options: { affected: { type: "boolean" }, since: { type: "string" }, to: { type: "string" } },
  positionals: MOST_NAMES,
  run({ positionals, values }, terminal) {
    return values.to === undefined
      ? changed({ since: values.since, affected: values.affected === true }, terminal)
      : promotable(positionals, values.to, terminal);
  },
});

/** Reads manifests, git and the lockfile only: it is the first thing that every job waits for. */
async function changed(
  { affected, since }: { affected: boolean; since: string | undefined },
  terminal: Terminal,
): Promise<Outcome> {
  const { root } = findWorkspace(process.cwd());
  const members = await readMembers(root);
  const base = affected
    ? await findBase(root, since, process.env)
    : ({ kind: "everything", why: "everything" } as const);
  const reached = base.kind === "commit" ? await affectedSince(root, members, base.commit) : members;
  const chosen = reached.filter(({ kind }) => kind !== "vendored");
  const own = members.filter(({ kind }) => kind !== "vendored");
  terminal.say(`${chosen.length} of ${own.length}, ${base.why}`);
  for (const { name, kind, dir } of chosen) terminal.say(`${kind.padEnd(8)} ${name} ${colour.dim(dir)}`);

  const all = rowsOf(chosen.map(({ name }) => name));
  const apps = rowsOf(chosen.filter(({ kind }) => kind === "app").map(({ name }) => name));
  await setOutputs({ all: JSON.stringify(all), apps: JSON.stringify(apps) }, process.env);
  const listed = chosen.map(({ name, kind, dir }) => ({ name, kind, dir }));
  return { code: 0, json: { why: base.why, members: listed, all, apps } };
}

/** Asks the ledgers what a profile could have next, of these apps or of all. */
async function promotable(wanted: readonly string[], to: string, terminal: Terminal): Promise<Outcome> {
  const workspace = findWorkspace(process.cwd());
  const checked = checkProfileName(to);
  const names =
    wanted.length > 0
      ? wanted.map((name) => findApp(workspace, name, process.cwd()).name)
      : appNames(workspace);
  const opened = await openAll(names, terminal, { byLedger: true });
  const candidates = opened.flatMap((delivery) => (checked.ok && candidateFor(delivery, checked.name)) || []);
  for (const candidate of candidates) terminal.say(`${candidate} → ${to}`);
  if (candidates.length === 0) terminal.say(`There is nothing to take to ${to}.`);
  const apps = rowsOf(candidates);
  await setOutputs({ apps: JSON.stringify(apps) }, process.env);
  return { code: 0, json: { to, apps } };
}
