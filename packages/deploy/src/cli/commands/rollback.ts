import { bunRun } from "../../runner/bun-command.ts";
import { findProfile } from "../../runner/delivery.ts";
import { planOf, rollback, trafficNow } from "../../runner/operations/rollback.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { requireProfile } from "../open.ts";
import { openAppOn } from "../open-app-on.ts";
import { reportRun } from "../report.ts";

export const rollbackCommand = defineCommand({
  summary: "give a profile back to an earlier good release, at once",
  usage: "rollback [<app>] --profile prod [--to v11|latest-1] [--dry-run]",
  examples: ["rollback shop --profile prod", "rollback shop --profile prod --to v11 --dry-run"],
  options: { profile: { type: "string" }, to: { type: "string" }, "dry-run": { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openAppOn(name, values.profile, terminal);
    const profile = values.profile
      ? findProfile(delivery.app, values.profile)
      : requireProfile(delivery, undefined, "rollback");
    const { app, ledger } = delivery;
    const { leaves, target, ahead } = planOf(
      ledger.state,
      app.name,
      profile,
      values.to ?? "latest-1",
      await trafficNow(delivery, profile),
    );
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
      terminal.say(
        `${profile} would serve ${target.name} again, and ${leaves.name} would be found bad. Nothing was changed.`,
      );
      terminal.next("Do it:", bunRun(`kit rollback ${app.name} --profile ${profile} --to ${target.name}`));
      return {
        code: 0,
        json: {
          app: app.name,
          profile,
          from: leaves.name,
          to: target.name,
          migrationsAhead: ahead ?? null,
          dryRun: true,
        },
      };
    }
    const run = await rollback(delivery, profile, target.name);
    const outcome = await reportRun(delivery, run, terminal);
    return {
      ...outcome,
      json: { ...outcome.json, from: leaves.name, to: target.name, migrationsAhead: ahead ?? null },
    };
  },
});
