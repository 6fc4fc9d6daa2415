import { picture, profilesOf } from "../../config/index.ts";
import { planRelease, UnsupportedStep } from "../../rollout/plan-run.ts";
import { loadApp } from "../../runner/load-app.ts";
import { findApp, findWorkspace } from "../../runner/workspace.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";

export const planCommand = defineCommand({
  summary: "the pipeline, as a picture",
  usage: "plan <app>",
  examples: ["plan shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const workspace = findWorkspace(process.cwd());
    const { config } = await loadApp(findApp(workspace, name, process.cwd()));
    terminal.say(colour.bold(config.name));
    terminal.say(picture(config.pipeline, { width: terminal.width }));
    const unsupported = profilesOf(config.pipeline).flatMap((profile) => {
      try {
        planRelease(config.pipeline, profile);
        return [];
      } catch (error) {
        if (error instanceof UnsupportedStep) return [error.message];
        throw error;
      }
    });
    for (const text of unsupported) terminal.fault("not yet", text);
    return {
      code: 0,
      json: { app: config.name, profiles: config.profiles, pipeline: config.pipeline, unsupported },
    };
  },
});
