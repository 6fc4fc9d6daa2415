import { verifyChain } from "../../ledger/chain.ts";
import { openAccount } from "../../platform/cloudflare/index.ts";
import { bunRun } from "../../runner/bun-command.ts";
import { findTarget } from "../../runner/find-target.ts";
import { Refusal } from "../../runner/refusal.ts";
import { findApp, findWorkspace } from "../../runner/workspace.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";

export const auditCommand = defineCommand({
  summary: "prove that the ledger is what was written",
  usage: "audit verify [<app>]",
  examples: ["audit verify shop"],
  options: {},
  positionals: 2,
  async run({ positionals: [action, name] }, terminal) {
    if (action !== "verify") {
      throw new Refusal(`kit audit has no action "${action ?? ""}"; it has verify.`, {
        kind: "usage",
        mend: bunRun("kit audit verify shop"),
      });
    }
    const workspace = findWorkspace(process.cwd());
    const app = findApp(workspace, name, process.cwd()).name;
    const target = await findTarget(workspace, process.env, (line) => terminal.note("target", line));
    const rows = await openAccount(target).ledger.read(app, 0);
    const chain = await verifyChain(app, rows);
    if (chain.ok) {
      terminal.say(
        `${colour.green("✓")} ${app}: ${rows.length} events, each following from the one before it.`,
      );
      return { code: 0, json: { app, ok: true, events: rows.length, head: chain.head.hash } };
    }
    terminal.say(`${colour.red("✗")} ${app}: ${chain.reason}.`);
    return {
      code: 1,
      json: { app, ok: false, events: rows.length, firstBad: chain.seq, reason: chain.reason },
    };
  },
});
