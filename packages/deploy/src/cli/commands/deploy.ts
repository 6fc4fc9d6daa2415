import { appendFile } from "node:fs/promises";
import { profilesOf } from "../../config/index.ts";
import type { Release } from "../../ledger/state.ts";
import { orTell } from "../../runner/news/or-tell.ts";
import { deploy } from "../../runner/operations/deploy.ts";
import { agreeToFirst } from "../agree-to-first.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { openApp, requireProfile } from "../open.ts";
import { reportSent } from "../report.ts";
import { whenFree } from "../when-free.ts";

export const deployCommand = defineCommand({
  summary: "build, make a release, and take it to the first profile",
  usage:
    "deploy <app> [--profile staging] [--allow-breaking-migration] [--wait 10m] [--yes] [--checksums file]",
  examples: ["deploy shop --profile staging", "deploy shop --profile preview-12"],
  options: {
    profile: { type: "string" },
    "allow-breaking-migration": { type: "boolean" },
    wait: { type: "string" },
    yes: { type: "boolean" },
    checksums: { type: "string" },
  },
  positionals: 1,
  run({ positionals: [name], values }, terminal) {
    return whenFree(values.wait, terminal, async () => {
      const delivery = await openApp(name, terminal, { profile: values.profile });
      const first = profilesOf(delivery.app.config.pipeline)[0];
      const profile = requireProfile(delivery, values.profile ?? first, "deploy");
      const how = { allowBreakingMigration: values["allow-breaking-migration"] };
      terminal.say(`${colour.bold(delivery.app.name)} → ${colour.bold(profile)}`);
      if (!(await agreeToFirst(delivery, profile, values.yes === true, terminal))) {
        terminal.say("Nothing was deployed.");
        return { code: 1, json: { app: delivery.app.name, profile, outcome: "not agreed to" } };
      }
      const sent = await orTell(delivery, profile, () => deploy(delivery, profile, how));
      if (values.checksums) await addChecksum(values.checksums, delivery.app.name, sent.release);
      return reportSent(delivery, profile, sent, terminal);
    });
  },
});

/** Adds a line as `sha256sum` writes it, for what attests artifacts by such a list. */
function addChecksum(file: string, app: string, { name, digest }: Release): Promise<void> {
  return appendFile(file, `${digest.replace("sha256:", "")}  ${app}-${name}.tar\n`);
}
