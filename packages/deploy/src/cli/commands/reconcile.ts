import { type Reconciled, reconcile } from "../../runner/reconcile/reconcile.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { openApp } from "../open.ts";
import type { Terminal } from "../terminal.ts";

export const reconcileCommand = defineCommand({
  summary: "hold what the platform has against what the ledger says, and put it right",
  usage: "reconcile <app> [--fix]",
  examples: ["reconcile shop", "reconcile shop --fix"],
  options: { fix: { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openApp(name, terminal);
    const drifts = await reconcile(delivery, { fix: values.fix === true });
    for (const drift of drifts) say(drift, terminal);
    if (drifts.length === 0) terminal.say(`${colour.green("✓")} ${delivery.app.name} is as its ledger says.`);
    const left = drifts.filter(({ outcome }) => outcome.kind !== "fixed");
    return { code: left.length === 0 ? 0 : 1, json: { app: delivery.app.name, drifts } };
  },
});

function say({ profile, text, mend, outcome }: Reconciled, terminal: Terminal): void {
  const mark = outcome.kind === "fixed" ? colour.green("✓") : colour.red("✗");
  terminal.say(`${mark} ${(profile ?? "account").padEnd(12)} ${text}`);
  if (outcome.kind === "found") terminal.next("               Put it right:", mend);
  else terminal.say(`               ${outcome.kind}: ${outcome.text}`);
}
