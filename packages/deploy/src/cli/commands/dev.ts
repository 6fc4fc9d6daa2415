import { runDev } from "../../platform/cloudflare/program/dev.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { assertAlchemyRuns } from "../../workspace/installed-alchemy.ts";
import { loadApp } from "../../workspace/load-app.ts";
import { findApp, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";

export const devCommand = defineCommand({
  usage: "dev [<app>]",
  examples: ["dev shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const place = findApp(findWorkspace(process.cwd()), name, process.cwd());
    assertAlchemyRuns(place);
    const app = await loadApp(place);
    terminal.say(`${app.name}: local development, Ctrl-C ends it.`);
    terminal.next("When it is good:", bunRun(`kit deploy ${app.name}`));
    return { code: await runDev(app, process.env), json: { app: app.name } };
  },
});
