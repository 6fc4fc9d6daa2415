import { tick } from "../../operations/tick.ts";
import { appNames, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { openApp } from "../open/open-app.ts";
import { commandLine } from "../output/command-line.ts";
import type { Outcome } from "../output/outcome.ts";
import { reportRun } from "../output/report.ts";
import type { Terminal } from "../output/terminal.ts";

export const tickCommand = defineCommand({
  usage: "tick [<app>]",
  examples: ["tick", "tick shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const apps = name === undefined ? appNames(findWorkspace(process.cwd())) : [name];
    const ticked: Outcome[] = [];
    for (const app of apps) ticked.push(await tickApp(app, terminal));
    const json = name === undefined ? { apps: ticked.map((each) => each.json) } : ticked[0]?.json;
    return { code: Math.max(0, ...ticked.map(({ code }) => code)), json };
  },
});

/** 1 where a run ended badly or was refused. That one waits on is no failure of a tick's. */
async function tickApp(app: string, terminal: Terminal): Promise<Outcome> {
  const delivery = await openApp(app, terminal);
  const { runs, refused, nextDue } = await tick(delivery);
  const outcomes: Outcome[] = [];
  for (const run of runs) outcomes.push(await reportRun(delivery, run, terminal));
  for (const { message, action } of refused) {
    terminal.complain(message);
    if (action) terminal.next("Fix it:", commandLine(action));
  }
  if (runs.length + refused.length === 0) {
    const next = nextDue ? `; the next run is due at ${nextDue.toISOString()}` : "";
    terminal.say(`Nothing of ${delivery.app.name} is due${next}.`);
  }
  const failed = refused.length > 0 || outcomes.some(({ code }) => code === 1);
  return {
    code: failed ? 1 : 0,
    json: {
      app: delivery.app.name,
      runs: outcomes.map(({ json }) => json),
      refused: refused.map(({ message }) => message),
      nextDue: nextDue?.toISOString() ?? null,
    },
  };
}
