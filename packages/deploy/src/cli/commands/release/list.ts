import { newestFirst } from "../../../operations/releases/find.ts";
import { viewOf } from "../../../operations/releases/view.ts";
import { bunRun } from "../../../workspace/bun-command.ts";
import { openApp } from "../../open/open-app.ts";
import { colour } from "../../output/colour.ts";
import { bytes, columns } from "../../output/columns.ts";
import type { ReleaseAction } from "./action.ts";
import { describeCommit, describeLive, describeTime, describeVerdicts } from "./describe.ts";

/** `kit release list`: the releases of an app, newest first. */
export const listAction: ReleaseAction = {
  usage: "release list [<app>]",
  examples: ["release list shop"],
  flags: [],
  positionals: 1,
  async run([name], _values, terminal) {
    const { app, ledger } = await openApp(name, terminal);
    const releases = newestFirst({ ledger }).map((release) => viewOf(ledger.state, release));
    const rows = releases.map((view) => [
      colour.bold(view.release),
      colour.dim(`${view.digest.slice(0, 19)}…`),
      bytes(view.size),
      describeTime(view.at),
      view.by,
      describeCommit(view),
      describeVerdicts(view),
      describeLive(view),
    ]);
    for (const line of columns(rows)) terminal.say(line);
    if (rows.length === 0)
      terminal.next(
        `${app.name} has no release yet. Make one:`,
        bunRun(`kit deploy ${app.name} --profile ${Object.keys(app.config.profiles)[0]}`),
      );
    return { code: 0, json: { app: app.name, releases } };
  },
};
