import { createInterface } from "node:readline/promises";
import { bunRun } from "../../runner/bun-command.ts";
import { workerOf } from "../../runner/delivery.ts";
import { destroy } from "../../runner/operations/destroy.ts";
import { Refusal } from "../../runner/refusal.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { openApp, requireProfile } from "../open.ts";

export const destroyCommand = defineCommand({
  summary: "take down a profile with all its resources and data",
  usage: "destroy <app> --profile preview-12 --yes",
  examples: ["destroy shop --profile preview-12 --yes"],
  options: { profile: { type: "string" }, yes: { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openApp(name, terminal);
    const profile = requireProfile(delivery, values.profile, "destroy");
    const worker = workerOf(delivery, profile);
    if (!values.yes) {
      if (!terminal.interactive) {
        throw new Refusal(
          `This deletes ${worker}, its databases and what is in them. Without a terminal to ask, it needs --yes.`,
          {
            kind: "usage",
            mend: bunRun(`kit destroy ${delivery.app.name} --profile ${profile} --yes`),
          },
        );
      }
      if (!(await confirmed(worker)))
        return { code: 1, json: { app: delivery.app.name, profile, destroyed: false } };
    }
    await destroy(delivery, profile);
    terminal.say(`${colour.bold(profile)} of ${delivery.app.name} is gone.`);
    return { code: 0, json: { app: delivery.app.name, profile, destroyed: true } };
  },
});

async function confirmed(worker: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(
    `This deletes ${worker}, its databases and what is in them. Type its name to go on: `,
  );
  lines.close();
  return answer.trim() === worker;
}
