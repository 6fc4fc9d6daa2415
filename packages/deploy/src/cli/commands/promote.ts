import { checkProfileName, type ProfileName, profilesOf } from "../../config/index.ts";
import { withReview } from "../../integrations/github/review.ts";
import { orTell } from "../../integrations/notify-failure.ts";
import { promote } from "../../operations/promote.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { defineCommand } from "../command/command.ts";
import { openApp, requireProfile } from "../open/open-app.ts";
import { whenFree } from "../open/when-free.ts";
import { colour } from "../output/colour.ts";
import type { Outcome } from "../output/outcome.ts";
import { reportSent } from "../output/report.ts";
import type { Terminal } from "../output/terminal.ts";

/** How the release is named, and what of it is risked. */
interface How {
  release: string | undefined;
  allowBreakingMigration: boolean | undefined;
}

export const promoteCommand = defineCommand({
  usage:
    "promote <app> --profile prod [--release v12] [--wait 10m] [--allow-breaking-migration]   or   promote <app> --before prod",
  examples: ["promote shop --profile prod", "promote shop --before prod"],
  options: {
    profile: { type: "string" },
    before: { type: "string" },
    release: { type: "string" },
    wait: { type: "string" },
    "allow-breaking-migration": { type: "boolean" },
  },
  positionals: 1,
  run({ positionals: [name], values }, terminal) {
    return whenFree(values.wait, terminal, async () => {
      const delivery = await openApp(name, terminal, { runsProgram: true });
      const how = { release: values.release, allowBreakingMigration: values["allow-breaking-migration"] };
      if (values.before !== undefined && values.profile === undefined) {
        return promoteUpTo(delivery, values.before, how, terminal);
      }
      return promoteTo(delivery, requireProfile(delivery, values.profile, "promote"), how, terminal);
    });
  },
});

async function promoteTo(
  delivery: Delivery,
  profile: ProfileName,
  how: How,
  terminal: Terminal,
): Promise<Outcome> {
  terminal.say(`${colour.bold(delivery.app.name)} → ${colour.bold(profile)}`);
  const sent = await orTell(delivery, profile, () => promote(delivery, profile, how));
  return reportSent(delivery, profile, await withReview(delivery, sent), terminal);
}

/**
 * Through every profile between the first and this one, as far as gates let it: what waits for somebody is left.
 * An app that has no such profile has nothing before it: a workflow asks this of every app.
 */
async function promoteUpTo(
  delivery: Delivery,
  wanted: string,
  how: How,
  terminal: Terminal,
): Promise<Outcome> {
  const { name, config } = delivery.app;
  const profiles = profilesOf(config.pipeline);
  const last = checkProfileName(wanted);
  const between = last.ok ? profiles.slice(1, Math.max(profiles.indexOf(last.name), 1)) : [];
  if (between.length === 0) terminal.say(`${name} has nothing between ${profiles[0]} and ${wanted}.`);
  const runs: (object | undefined)[] = [];
  for (const profile of between) {
    const { code, json } = await promoteTo(delivery, profile, how, terminal);
    runs.push(json);
    if (code !== 0) return { code, json: { app: name, runs } };
  }
  return { code: 0, json: { app: name, runs } };
}
