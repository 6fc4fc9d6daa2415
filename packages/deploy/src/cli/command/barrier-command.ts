import type { Barrier } from "../../ledger/event.ts";
import { setBarrier } from "../../operations/barrier.ts";
import { openApp, requireFlag, requireProfile } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import { defineCommand } from "./command.ts";

/** `kit lock`, `unlock`, `hold` and `unhold`: the same call, with one of two barriers, to place or to lift. */
export function barrierCommand(name: string, barrier: Barrier, place: boolean) {
  const example = `${name} shop --profile prod --reason "the sale is on"`;
  return defineCommand({
    usage: `${name} <app> --profile prod --reason "…"`,
    examples: [example],
    options: { profile: { type: "string" }, reason: { type: "string" } },
    positionals: 1,
    async run({ positionals: [appName], values }, terminal) {
      const delivery = await openApp(appName, terminal);
      const profile = requireProfile(delivery, values.profile, name);
      const reason = requireFlag(values.reason, "reason", example);
      await setBarrier(delivery, profile, barrier, { place, reason });
      const { app } = delivery;
      terminal.say(
        `${colour.bold(profile)} of ${app.name}: ${barrier} ${place ? "placed" : "lifted"}: ${reason}`,
      );
      return { code: 0, json: { app: app.name, profile, barrier, placed: place, reason } };
    },
  });
}
