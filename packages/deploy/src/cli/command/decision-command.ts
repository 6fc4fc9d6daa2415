import { decide } from "../../operations/decide.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { openApp, requireFlag } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import { defineCommand } from "./command.ts";

/** `kit approve` and `kit reject`: the same call with the opposite answer. */
export function decisionCommand(decision: "approved" | "rejected", name: string) {
  const example = `${name} shop --gate prod-approval`;
  return defineCommand({
    usage: `${name} <app> --gate <name> [--release v12] [--comment "…"]`,
    examples: [example],
    options: { gate: { type: "string" }, release: { type: "string" }, comment: { type: "string" } },
    positionals: 1,
    async run({ positionals: [appName], values }, terminal) {
      const delivery = await openApp(appName, terminal);
      const gate = requireFlag(values.gate, "gate", example);
      const { release, comment = "" } = values;
      const run = await decide(delivery, { gate, release, decision, comment });
      const { app, holder } = delivery;
      terminal.say(`${colour.bold(run.release)} ${decision} at ${gate} by ${holder.who}.`);
      if (run.state.kind === "waiting") terminal.next("Go on:", bunRun(`kit resume ${app.name}`));
      const json = { app: app.name, gate, release: run.release, run: run.id, decision, by: holder.who };
      return { code: 0, json };
    },
  });
}
