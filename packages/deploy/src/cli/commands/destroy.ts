import { isPreview, type ProfileName } from "../../config/index.ts";
import { type Destruction, nameOf } from "../../core/destruction.ts";
import { destroyAction } from "../../engine/take-down.ts";
import { workerOf } from "../../engine/worker-of.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { destroy, isIn } from "../../operations/destroy.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { assertAlchemyRuns } from "../../workspace/installed-alchemy.ts";
import { defineCommand } from "../command/command.ts";
import { confirmed } from "../input/confirm.ts";
import { openApp, requireProfile } from "../open/open-app.ts";
import { openAllIn } from "../open/open-app-on.ts";
import { colour } from "../output/colour.ts";
import { commandLine } from "../output/command-line.ts";
import type { Terminal } from "../output/terminal.ts";

export const destroyCommand = defineCommand({
  usage: "destroy [<app>] --profile preview-12 --yes",
  examples: ["destroy shop --profile preview-12 --yes", "destroy --profile preview-12 --yes"],
  options: { profile: { type: "string" }, yes: { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    if (name === undefined && isPreview(values.profile ?? "")) {
      return destroyPreview(values.profile ?? "", values.yes === true, terminal);
    }
    const delivery = await openApp(name, terminal, { profile: values.profile, runsProgram: true });
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
      return { code: 1, json: { app, profile, destroyed: false, left: [], kept: [] } };
    }
    const { left, kept } = await destroyAndTell(delivery, profile, terminal);
    const isGone = left.length === 0;
    return { code: isGone ? 0 : 1, json: { app, profile, destroyed: isGone, left, kept } };
  },
});

/** Takes down what a pull request left, whichever apps it had changed. Where nothing is, there is nothing to do. */
async function destroyPreview(profile: string, isMeant: boolean, terminal: Terminal) {
  if (!isMeant) {
    throw new Refusal(
      "confirmation-missing",
      `This deletes ${profile} of every app that has one, with its data. It needs --yes.`,
      {
        kind: "usage",
        action: kit("destroy", undefined, { profile, yes: true }),
      },
    );
  }
  const there = await openAllIn(profile, terminal, isIn);
  for (const { app } of there) assertAlchemyRuns(app);
  const results: (Destruction & { app: string })[] = [];
  for (const delivery of there) {
    const destruction = await destroyAndTell(
      delivery,
      requireProfile(delivery, profile, "destroy"),
      terminal,
    );
    results.push({ app: delivery.app.name, ...destruction });
  }
  if (results.length === 0) terminal.say(`No app has ${profile}: nothing to do.`);
  const destroyed = results.filter(({ left }) => left.length === 0).map(({ app }) => app);
  const [left, kept] = (["left", "kept"] as const).map((fate) =>
    results.flatMap((result) => result[fate].map((each) => ({ app: result.app, ...each }))),
  );
  return { code: destroyed.length < results.length ? 1 : 0, json: { profile, destroyed, left, kept } };
}

async function destroyAndTell(
  delivery: Delivery,
  profile: ProfileName,
  terminal: Terminal,
): Promise<Destruction> {
  const app = delivery.app.name;
  const destruction = await destroy(delivery, profile);
  if (!destruction) {
    terminal.say(`${app} has nothing in ${profile}: nothing to do.`);
    return { left: [], kept: [] };
  }
  const { left, kept } = destruction;
  for (const each of kept) terminal.say(`${colour.yellow("kept")}  ${nameOf(each)}: ${each.reason}.`);
  for (const each of left) terminal.complain(`${colour.red("left")}  ${nameOf(each)}: ${each.reason}.`);
  if (left.length === 0) terminal.say(`${colour.bold(profile)} of ${app} is gone.`);
  else terminal.next("Once that can be deleted, go on with:", commandLine(destroyAction(app, profile)));
  return destruction;
}
