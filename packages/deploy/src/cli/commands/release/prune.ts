import { createInterface } from "node:readline/promises";
import type { Release } from "../../../ledger/state.ts";
import { kit } from "../../../names/action.ts";
import { releaseNumber } from "../../../names/identity.ts";
import { Refusal } from "../../../names/user-error.ts";
import { planPrune, prune } from "../../../operations/releases/prune.ts";
import { bunRun } from "../../../workspace/bun-command.ts";
import { openApp } from "../../open/open-app.ts";
import { colour } from "../../output/colour.ts";
import { bytes } from "../../output/columns.ts";
import type { Terminal } from "../../output/terminal.ts";
import type { ReleaseAction } from "./action.ts";

/** `kit release prune`: deletes the bytes of releases that nothing needs any more. */
export const pruneAction: ReleaseAction = {
  usage: "release prune [<app>] [--keep 20] [--dry-run] [--yes]",
  examples: ["release prune shop --dry-run", "release prune shop --keep 50 --yes"],
  flags: ["keep", "dry-run", "yes"],
  positionals: 1,
  async run([name], values, terminal) {
    const keep = countOf(values.keep ?? "20");
    const delivery = await openApp(name, terminal);
    const app = delivery.app.name;
    const pruner = { ...delivery, artifacts: delivery.account.artifacts };
    const { needed, unneeded } = await planPrune(pruner, keep);
    const staying = [...needed].toSorted(([a], [b]) => releaseNumber(b) - releaseNumber(a));
    for (const [release, why] of staying) terminal.say(colour.dim(`  ${release} stays: ${why.join("; ")}`));
    for (const { name: release, size } of unneeded)
      terminal.say(`  ${colour.red(release)} nothing needs, ${bytes(size)}`);

    const plan = {
      app,
      needed: Object.fromEntries(needed),
      unneeded: unneeded.map((release) => release.name),
    };
    if (unneeded.length === 0 || values["dry-run"]) {
      terminal.say(unneeded.length === 0 ? "Nothing to delete." : "Nothing was deleted.");
      if (unneeded.length > 0)
        terminal.next("Do it:", bunRun(`kit release prune ${app} --keep ${keep} --yes`));
      return { code: 0, json: { ...plan, pruned: [] } };
    }
    if (!values.yes && !(await confirmed(unneeded, { app, keep, terminal })))
      return { code: 1, json: { ...plan, pruned: [] } };
    const gone = await prune(pruner, keep);
    const pruned = gone.map((release) => release.name);
    terminal.say(`Deleted the bytes of ${pruned.join(", ")}. The ledger and their provenance stay.`);
    return { code: 0, json: { ...plan, pruned } };
  },
};

function countOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Refusal("usage", `--keep ${text} is no number of releases to keep; at least 1 is kept.`, {
    kind: "usage",
    action: kit("release prune", undefined, { help: true }),
  });
}

async function confirmed(
  unneeded: readonly Release[],
  { app, keep, terminal }: { app: string; keep: number; terminal: Terminal },
): Promise<boolean> {
  const what = `the bytes of ${unneeded.length} release${unneeded.length === 1 ? "" : "s"} for ever`;
  if (!terminal.interactive) {
    throw new Refusal(
      "confirmation-missing",
      `This deletes ${what}. Without a terminal to ask, it needs --yes.`,
      {
        kind: "usage",
        action: kit("release prune", app, { keep: String(keep), yes: true }),
      },
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(`This deletes ${what}. Type yes to go on: `);
  lines.close();
  return answer.trim() === "yes";
}
