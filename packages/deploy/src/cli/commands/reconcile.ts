import { requireJob } from "../../integrations/github/job.ts";
import { DRIFT } from "../../integrations/github/setup/labels.ts";
import { standingIssue } from "../../integrations/github/standing-issue.ts";
import { type Reconciled, reconcile } from "../../operations/reconcile/reconcile.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { appNames, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { openApp } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import { commandLine } from "../output/command-line.ts";
import type { Terminal } from "../output/terminal.ts";

export const reconcileCommand = defineCommand({
  usage: "reconcile <app> [--fix]   or   reconcile --issue",
  examples: ["reconcile shop", "reconcile shop --fix"],
  options: { fix: { type: "boolean" }, issue: { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values: { fix, issue } }, terminal) {
    if (issue) return reportAll(terminal);
    const delivery = await openApp(name, terminal);
    const drifts = await reconcileOne(delivery, fix === true, terminal);
    const left = drifts.filter(({ outcome }) => outcome.kind !== "fixed");
    return { code: left.length === 0 ? 0 : 1, json: { app: delivery.app.name, drifts } };
  },
});

async function reconcileOne(delivery: Delivery, fix: boolean, terminal: Terminal): Promise<Reconciled[]> {
  const drifts = await reconcile(delivery, { fix });
  for (const drift of drifts) say(drift, terminal);
  if (drifts.length === 0) terminal.say(`${colour.green("✓")} ${delivery.app.name} is as its ledger says.`);
  return drifts;
}

/** Looks at every app, and keeps an issue on GitHub for as long as something is not as it should be. */
async function reportAll(terminal: Terminal) {
  const job = requireJob(process.env);
  const apps: { app: string; drifts: Reconciled[] }[] = [];
  for (const app of appNames(findWorkspace(process.cwd()))) {
    const delivery = await openApp(app, terminal, { byLedger: true });
    apps.push({ app, drifts: await reconcileOne(delivery, false, terminal) });
  }
  const lines = apps.flatMap(({ app, drifts }) =>
    drifts.map(
      ({ profile, text, action }) =>
        `- **${app}** ${profile ?? "account"}: ${text}  \n  \`${commandLine(action)}\``,
    ),
  );
  const text = lines.length > 0 ? lines.join("\n") : undefined;
  const at = await standingIssue(job, {
    label: DRIFT,
    title: "What runs is not what the ledger says",
    text,
  });
  if (at) terminal.say(`${text ? "Told" : "Closed"}: ${at}`);
  return { code: 0, json: { apps, issue: at ?? null } };
}

function say({ profile, text, action, outcome }: Reconciled, terminal: Terminal): void {
  const mark = outcome.kind === "fixed" ? colour.green("✓") : colour.red("✗");
  terminal.say(`${mark} ${(profile ?? "account").padEnd(12)} ${text}`);
  if (outcome.kind === "found") terminal.next("               Put it right:", commandLine(action));
  else terminal.say(`               ${outcome.kind}: ${outcome.text}`);
}
