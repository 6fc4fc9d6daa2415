import { withReview } from "../../runner/github/review.ts";
import { promote } from "../../runner/operations/promote.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { openApp, requireProfile } from "../open.ts";
import { reportSent } from "../report.ts";
import { whenFree } from "../when-free.ts";

export const promoteCommand = defineCommand({
  summary: "carry the newest good release of the profile before onward, through its gates",
  usage: "promote <app> --profile prod [--release v12] [--wait 10m] [--allow-breaking-migration]",
  examples: ["promote shop --profile prod"],
  options: {
    profile: { type: "string" },
    release: { type: "string" },
    wait: { type: "string" },
    "allow-breaking-migration": { type: "boolean" },
  },
  positionals: 1,
  run({ positionals: [name], values }, terminal) {
    return whenFree(values.wait, terminal, async () => {
      const delivery = await openApp(name, terminal);
      const profile = requireProfile(delivery, values.profile, "promote");
      const how = { allowBreakingMigration: values["allow-breaking-migration"] };
      terminal.say(`${colour.bold(delivery.app.name)} → ${colour.bold(profile)}`);
      const sent = await promote(delivery, profile, { ...how, release: values.release });
      return reportSent(delivery, profile, await withReview(delivery, sent), terminal);
    });
  },
});
