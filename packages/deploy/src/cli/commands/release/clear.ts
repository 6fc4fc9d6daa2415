import { clearRelease } from "../../../operations/clear.ts";
import { openApp, requireFlag } from "../../open/open-app.ts";
import type { ReleaseAction } from "./action.ts";

const example = 'release clear shop --release v2 --reason "the database was down"';

/** `kit release clear`: takes back that a release was found bad. */
export const clearAction: ReleaseAction = {
  usage: 'release clear [<app>] --release v2 --reason "…"',
  examples: [example],
  flags: ["release", "reason"],
  positionals: 1,
  async run([name], values, terminal) {
    const delivery = await openApp(name, terminal);
    const wanted = requireFlag(values.release, "release", example);
    const reason = requireFlag(values.reason, "reason", example);
    const release = await clearRelease(delivery, wanted, reason);
    terminal.say(`${release.name} is no longer held to be bad: ${reason}`);
    return { code: 0, json: { app: delivery.app.name, release: release.name, cleared: true, reason } };
  },
};
