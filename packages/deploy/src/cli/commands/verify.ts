import { closest } from "../../config/index.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { checksOf, passes } from "../../workspace/matrix/verify.ts";
import { type Member, readMembers } from "../../workspace/matrix/workspaces.ts";
import { findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { colour } from "../output/colour.ts";
import { addSummary } from "../output/github-files.ts";

/** More names than a matrix has jobs come to this many in each, and then some. */
const MOST_NAMES = 1_000;

export const verifyCommand = defineCommand({
  usage: "verify <name…>",
  examples: ["verify shop"],
  options: {},
  positionals: MOST_NAMES,
  async run({ positionals, values }, terminal) {
    const { root } = findWorkspace(process.cwd());
    const members = await readMembers(root);
    const chosen = positionals.map((name) => find(members, name));
    if (chosen.length === 0)
      throw new Refusal("usage", "Verify what?", { kind: "usage", action: kit("matrix") });
    const stdout = "json" in values && values.json ? 2 : "inherit";

    const results: { name: string; check: string; passed: boolean }[] = [];
    for (const member of chosen) {
      for (const check of await checksOf(root, member)) {
        const title = `${member.name}: ${check.name}`;
        terminal.say(process.env.GITHUB_ACTIONS ? `::group::${title}` : colour.bold(title));
        const passed = await passes(root, member, check, stdout);
        if (process.env.GITHUB_ACTIONS) terminal.say("::endgroup::");
        if (!passed) terminal.complain(`${colour.red("failed")}  ${title} (${check.command})`);
        results.push({ name: member.name, check: check.name, passed });
      }
    }
    const failed = results.filter(({ passed }) => !passed);
    terminal.say(`${results.length - failed.length} of ${results.length} checks passed`);
    await addSummary(tableOf(results), process.env);
    return { code: failed.length > 0 ? 1 : 0, json: { ok: failed.length === 0, results } };
  },
});

function find(members: readonly Member[], name: string): Member {
  const found = members.find((member) => member.name === name);
  if (found) return found;
  const meant = closest(
    name,
    members.map((member) => member.name),
  );
  throw new Refusal(
    "package-unknown",
    `There is no app or package "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    {
      kind: "usage",
      action: kit("matrix"),
    },
  );
}

function tableOf(results: readonly { name: string; check: string; passed: boolean }[]): string {
  const rows = results.map(({ name, check, passed }) => `| ${name} | ${check} | ${passed ? "✅" : "❌"} |`);
  return ["| what | check | |", "| --- | --- | --- |", ...rows].join("\n");
}
