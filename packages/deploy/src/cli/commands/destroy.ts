import { workerOf } from "../../runner/delivery.ts";
import { destroy } from "../../runner/operations/destroy.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { confirmed } from "../confirm.ts";
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
    const app = delivery.app.name;
    const worker = workerOf(delivery, profile);
    const danger = {
      warning: `This deletes ${worker}, its databases and what is in them.`,
      name: worker,
      unasked: `destroy ${app} --profile ${profile} --yes`,
    };
    if (!values.yes && !(await confirmed(danger, terminal))) {
      terminal.say("Nothing was destroyed.");
      return { code: 1, json: { app, profile, destroyed: false } };
    }
    await destroy(delivery, profile);
    terminal.say(`${colour.bold(profile)} of ${app} is gone.`);
    return { code: 0, json: { app, profile, destroyed: true } };
  },
});
