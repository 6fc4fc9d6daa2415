import { affectedSince } from "../../runner/matrix/affected.ts";
import { findBase } from "../../runner/matrix/base.ts";
import { rowsOf } from "../../runner/matrix/rows.ts";
import { readMembers } from "../../runner/matrix/workspaces.ts";
import { findWorkspace } from "../../runner/workspace.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { setOutputs } from "../github-files.ts";

export const matrixCommand = defineCommand({
  summary: "the apps and packages there are, or that changed, as jobs for CI",
  usage: "matrix [--affected] [--since main]",
  examples: ["matrix", "matrix --affected --since main"],
  options: { affected: { type: "boolean" }, since: { type: "string" } },
  positionals: 0,
  async run({ values }, terminal) {
    const { root } = findWorkspace(process.cwd());
    const members = await readMembers(root);
    const base = values.affected
      ? await findBase(root, values.since, process.env)
      : ({ kind: "everything", why: "everything" } as const);
    const chosen = base.kind === "commit" ? await affectedSince(root, members, base.commit) : members;
    terminal.say(`${chosen.length} of ${members.length}, ${base.why}`);
    for (const { name, kind, dir } of chosen) terminal.say(`${kind.padEnd(8)} ${name} ${colour.dim(dir)}`);

    const all = rowsOf(chosen.map(({ name }) => name));
    const apps = rowsOf(chosen.filter(({ kind }) => kind === "app").map(({ name }) => name));
    await setOutputs({ all: JSON.stringify(all), apps: JSON.stringify(apps) }, process.env);
    const listed = chosen.map(({ name, kind, dir }) => ({ name, kind, dir }));
    return { code: 0, json: { why: base.why, members: listed, all, apps } };
  },
});
