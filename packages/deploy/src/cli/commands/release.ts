import { bunRun } from "../../runner/bun-command.ts";
import { clearRelease } from "../../runner/operations/clear.ts";
import { Refusal } from "../../runner/refusal.ts";
import { defineCommand } from "../command.ts";
import { openApp, requireFlag } from "../open.ts";

const example = 'release clear shop --release v2 --reason "the database was down"';

export const releaseCommand = defineCommand({
  summary: "take back that a release was found bad",
  usage: 'release clear <app> --release v2 --reason "…"',
  examples: [example],
  options: { release: { type: "string" }, reason: { type: "string" } },
  positionals: 2,
  async run({ positionals: [action, name], values }, terminal) {
    if (action !== "clear") {
      throw new Refusal(`kit release has no action "${action ?? ""}"; it has clear.`, {
        kind: "usage",
        mend: bunRun(`kit ${example}`),
      });
    }
    const delivery = await openApp(name, terminal);
    const wanted = requireFlag(values.release, "release", example);
    const reason = requireFlag(values.reason, "reason", example);
    const release = await clearRelease(delivery, wanted, reason);
    terminal.say(`${release.name} is no longer held to be bad: ${reason}`);
    return { code: 0, json: { app: delivery.app.name, release: release.name, cleared: true, reason } };
  },
});
