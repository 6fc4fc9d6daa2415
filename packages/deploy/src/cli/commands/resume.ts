import { resume } from "../../runner/operations/resume.ts";
import { defineCommand, type Outcome } from "../command.ts";
import { openApp } from "../open.ts";
import { reportRun } from "../report.ts";

export const resumeCommand = defineCommand({
  summary: "go on with a run that waits or was interrupted",
  usage: "resume <app>",
  examples: ["resume shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const delivery = await openApp(name, terminal);
    const outcomes: Outcome[] = [];
    const { runs, refused } = await resume(delivery);
    for (const run of runs) outcomes.push(await reportRun(delivery, run, terminal));
    for (const { message, mend } of refused) {
      terminal.complain(message);
      if (mend) terminal.next("Mend it:", mend);
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
