import { bunRun } from "../../runner/bun-command.ts";
import { loadApp } from "../../runner/load-app.ts";
import { runDev } from "../../runner/operations/dev.ts";
import { findApp, findWorkspace } from "../../runner/workspace.ts";
import { defineCommand } from "../command.ts";

export const devCommand = defineCommand({
  summary: "local development, hot reload",
  usage: "dev [<app>]",
  examples: ["dev shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const app = await loadApp(findApp(findWorkspace(process.cwd()), name, process.cwd()));
    terminal.say(`${app.name}: local development, Ctrl-C ends it.`);
    terminal.next("When it is good:", bunRun(`kit deploy ${app.name}`));
    return { code: await runDev(app, process.env), json: { app: app.name } };
  },
});
