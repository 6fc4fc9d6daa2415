import { resume } from "../../operations/resume.ts";
import { defineCommand } from "../command/command.ts";
import { openApp } from "../open/open-app.ts";
import { commandLine } from "../output/command-line.ts";
import type { Outcome } from "../output/outcome.ts";
import { reportRun } from "../output/report.ts";

export const resumeCommand = defineCommand({
  usage: "resume <app>",
  examples: ["resume shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const delivery = await openApp(name, terminal, { runsProgram: true });
    const outcomes: Outcome[] = [];
    const { runs, refused } = await resume(delivery);
    for (const run of runs) outcomes.push(await reportRun(delivery, run, terminal));
    for (const { message, action } of refused) {
      terminal.complain(message);
      if (action) terminal.next("Fix it:", commandLine(action));
    }
    const codes = outcomes.map(({ code }) => code);
    return {
      code: refused.length > 0 || codes.includes(1) ? 1 : Math.max(...codes),
      json: {
        app: delivery.app.name,
        runs: outcomes.map(({ json }) => json),
        refused: refused.map(({ message }) => message),
      },
    };
  },
});
