import { appendFile } from "node:fs/promises";
import { profilesOf } from "../../config/index.ts";
import { orTell } from "../../integrations/notify-failure.ts";
import type { Release } from "../../ledger/state.ts";
import { deploy } from "../../operations/deploy.ts";
import { defineCommand } from "../command/command.ts";
import { agreeToFirst } from "../input/agree-to-first.ts";
import { openApp, requireProfile } from "../open/open-app.ts";
import { whenFree } from "../open/when-free.ts";
import { colour } from "../output/colour.ts";
import { reportSent } from "../output/report.ts";

export const deployCommand = defineCommand({
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
      const delivery = await openApp(name, terminal, { profile: values.profile, runsProgram: true });
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
