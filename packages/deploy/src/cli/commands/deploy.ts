import { profilesOf } from "../../config/index.ts";
import { deploy } from "../../runner/operations/deploy.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { openApp, requireProfile } from "../open.ts";
import { reportSent } from "../report.ts";

export const deployCommand = defineCommand({
  summary: "build, make a release, and take it to the first profile",
  usage: "deploy <app> [--profile staging] [--allow-breaking-migration]",
  examples: ["deploy shop --profile staging"],
  options: { profile: { type: "string" }, "allow-breaking-migration": { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openApp(name, terminal);
    const first = profilesOf(delivery.app.config.pipeline)[0];
    const profile = requireProfile(delivery, values.profile ?? first, "deploy");
    const how = { allowBreakingMigration: values["allow-breaking-migration"] };
    terminal.say(`${colour.bold(delivery.app.name)} → ${colour.bold(profile)}`);
    return reportSent(delivery, profile, await deploy(delivery, profile, how), terminal);
  },
});
