import { isPreview } from "../../config/index.ts";
import { bunRun } from "../../runner/bun-command.ts";
import { workerOf } from "../../runner/delivery.ts";
import { destroy } from "../../runner/operations/destroy.ts";
import { Refusal } from "../../runner/refusal.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { openApp, requireProfile } from "../open.ts";
import { openAllIn } from "../open-app-on.ts";
import type { Terminal } from "../terminal.ts";

export const destroyCommand = defineCommand({
  summary: "take down a profile with all its resources and data",
  usage: "destroy [<app>] --profile preview-12 --yes",
  examples: ["destroy shop --profile preview-12 --yes", "destroy --profile preview-12 --yes"],
  options: { profile: { type: "string" }, yes: { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    if (name === undefined && isPreview(values.profile ?? "")) {
      return destroyPreview(values.profile ?? "", values.yes === true, terminal);
    }
    const delivery = await openApp(name, terminal, { profile: values.profile });
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
    const left = await destroy(delivery, profile);
    terminal.say(`${colour.bold(profile)} of ${app} is gone.`);
    return { code: 0, json: { app, profile, destroyed: true, left } };
  },
});

/** Takes down what a pull request left, whichever apps it had changed. Where nothing is, there is nothing to do. */
async function destroyPreview(profile: string, isMeant: boolean, terminal: Terminal) {
  if (!isMeant) {
    throw new Refusal(`This deletes ${profile} of every app that has one, with its data. It needs --yes.`, {
      kind: "usage",
      mend: bunRun(`kit destroy --profile ${profile} --yes`),
    });
  }
  const there = await openAllIn(profile, terminal);
  const left: { app: string; what: string }[] = [];
  for (const delivery of there) {
    const still = await destroy(delivery, requireProfile(delivery, profile, "destroy"));
    left.push(...still.map((what) => ({ app: delivery.app.name, what })));
  }
  const apps = there.map(({ app }) => app.name);
  terminal.say(
    apps.length > 0
      ? `${colour.bold(profile)} of ${apps.join(", ")} is gone.`
      : `No app has ${profile}: nothing to do.`,
  );
  for (const { app, what } of left)
    terminal.complain(`${colour.red("left")}  ${what} of ${app} still stands.`);
  return { code: left.length > 0 ? 1 : 0, json: { profile, destroyed: apps, left } };
}
