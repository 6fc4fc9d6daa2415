import { orTell } from "../../integrations/notify-failure.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { type RollbackPlan, rollback } from "../../operations/rollback.ts";
import { compareReleases } from "../../operations/values/compare-values.ts";
import { readUploadRecord, type UploadRecord } from "../../operations/values/upload-record.ts";
import { findWayBack } from "../../operations/way-back.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { findProfile } from "../../workspace/find-profile.ts";
import { defineCommand } from "../command/command.ts";
import { requireProfile } from "../open/open-app.ts";
import { openAppOn } from "../open/open-app-on.ts";
import { whenFree } from "../open/when-free.ts";
import { colour } from "../output/colour.ts";
import { reportRun } from "../output/report.ts";
import type { Terminal } from "../output/terminal.ts";

export const rollbackCommand = defineCommand({
  usage: "rollback [<app>] --profile prod [--to v11|latest-1] [--wait 10m] [--dry-run]",
  examples: ["rollback shop --profile prod", "rollback shop --profile prod --to v11 --dry-run"],
  options: {
    profile: { type: "string" },
    to: { type: "string" },
    wait: { type: "string" },
    "dry-run": { type: "boolean" },
  },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openAppOn(name, values.profile, terminal);
    const profile = values.profile
      ? findProfile(delivery.app, values.profile)
      : requireProfile(delivery, undefined, "rollback");
    const { app } = delivery;
    const record = readUploadRecord(delivery, profile).catch(() => undefined);
    const { plan, obstacles } = await findWayBack(delivery, profile, values.to ?? "latest-1");
    const { leaves, target, ahead } = plan;
    const compared = sayOtherValues(delivery, record, plan, terminal);
    const facts = { from: leaves.name, to: target.name, migrationsAhead: ahead ?? null };
    terminal.say(
      `${colour.bold(app.name)} ${profile}: ${colour.red(leaves.name)} → ${colour.green(target.name)}`,
    );
    if (ahead?.length) {
      terminal.note(
        "data",
        `${ahead.join(", ")} stays applied, and ${target.name} does not know of it: a rollback takes no data back`,
      );
    }
    if (values["dry-run"]) {
      const otherValues = await compared;
      sayDryRun(app.name, profile, plan, obstacles, terminal);
      const json = { app: app.name, profile, ...facts, otherValues, obstacles, dryRun: true };
      return { code: obstacles.length > 0 ? 1 : 0, json };
    }
    if (obstacles.length > 0) {
      throw new Refusal(
        "rollback-obstructed",
        `${profile} cannot go back to ${target.name}: ${obstacles.join("; ")}. Nothing was changed, and ${leaves.name} serves on. Choose another release, or ship a new one.`,
        { action: kit("release list", app.name) },
      );
    }
    const run = await whenFree(values.wait, terminal, () =>
      orTell(delivery, profile, () => rollback(delivery, profile, target.name, leaves.name)),
    );
    const outcome = await reportRun(delivery, run, terminal);
    return { ...outcome, json: { ...outcome.json, ...facts, otherValues: await compared } };
  },
});

/**
 * Says which variables the version that is returned to was uploaded with other values of. A rollback goes on meanwhile.
 * @returns their names; `null` where that cannot be told
 */
async function sayOtherValues(
  delivery: Delivery,
  record: Promise<UploadRecord | undefined>,
  { leaves, target }: RollbackPlan,
  terminal: Terminal,
): Promise<string[] | null> {
  const names = await compareReleases(delivery, record, { from: leaves, to: target });
  if (names && names.length > 0) {
    terminal.note(
      "values",
      `${target.name} was uploaded with other values than ${leaves.name}, which return with it: ${names.join(", ")}`,
    );
  }
  return names ?? null;
}

function sayDryRun(
  app: string,
  profile: string,
  { leaves, target }: RollbackPlan,
  found: readonly string[],
  terminal: Terminal,
): void {
  for (const obstacle of found) terminal.fault("obstacle", obstacle);
  if (found.length > 0) {
    terminal.say("It would not work as things are. Nothing was changed.");
    return;
  }
  terminal.say(
    `${profile} would serve ${target.name} again, and ${leaves.name} would be found bad. Nothing was changed.`,
  );
  terminal.next("Do it:", bunRun(`kit rollback ${app} --profile ${profile} --to ${target.name}`));
}
