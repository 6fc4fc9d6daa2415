import { isPreview, type ProfileName, profilesOf, withPreview } from "../../config/index.ts";
import { findProfile } from "../../runner/delivery.ts";
import { findTarget } from "../../runner/find-target.ts";
import { programEnv } from "../../runner/infrastructure-program.ts";
import { type App, loadApp } from "../../runner/load-app.ts";
import { alchemyProgram } from "../../runner/operations/dev.ts";
import { alchemyPassword } from "../../runner/password.ts";
import { findApp, findWorkspace } from "../../runner/workspace.ts";
import { argumentsFor, readAlchemyLine } from "../alchemy-line.ts";
import { defineCommand, type Outcome } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { deployCommand } from "./deploy.ts";
import { destroyCommand } from "./destroy.ts";
import { promoteCommand } from "./promote.ts";
import { rollbackCommand } from "./rollback.ts";

/**
 * What an app's `alchemy` script runs. `alchemy deploy --profile P` is typed by habit, and alchemy's own
 * `--profile` would be a set of credentials and its stage the default one; here it means what it says.
 */
export const alchemyCommand = defineCommand({
  summary: "alchemy itself, with --profile meaning a profile",
  usage: "alchemy …   (in an app's folder: bun alchemy …)",
  examples: ["alchemy deploy --profile staging", "alchemy deploy --stage mine"],
  options: {},
  positionals: 0,
  passesThrough: true,
  async run({ raw }, terminal) {
    const workspace = findWorkspace(process.cwd());
    const app = await loadApp(findApp(workspace, undefined, process.cwd()));
    const line = readAlchemyLine(raw);
    const profile = line.profile === undefined ? undefined : profileMeant(app, line.profile);
    if (profile && line.command === "deploy") return deliver(app, profile, line.version, terminal);
    if (profile && line.command === "destroy")
      return destroyCommand.run(callOn(app, { profile, yes: line.yes }), terminal);

    const target = await findTarget(workspace, process.env, (text) => terminal.note("target", text));
    const password = alchemyPassword(workspace, target, process.env);
    const child = Bun.spawn([process.execPath, alchemyProgram(), ...argumentsFor(line, profile)], {
      cwd: app.dir,
      env: programEnv({ target, password, env: process.env }),
      stdio: ["inherit", "inherit", "inherit"],
    });
    return { code: await child.exited, json: undefined };
  },
});

/** The profile that is meant: one of the app's, or a preview. @throws Refusal */
function profileMeant(app: App, wanted: string): ProfileName {
  return findProfile({ ...app, config: withPreview(app.config, wanted) }, wanted);
}

function deliver(
  app: App,
  profile: ProfileName,
  version: string | undefined,
  terminal: Terminal,
): Promise<Outcome> {
  if (version) return rollbackCommand.run(callOn(app, { profile, to: version }), terminal);
  const isFirst = profile === profilesOf(app.config.pipeline)[0] || isPreview(profile);
  return (isFirst ? deployCommand : promoteCommand).run(callOn(app, { profile }), terminal);
}

function callOn<Values extends object>(app: App, values: Values) {
  return { positionals: [app.name as string], raw: [], values };
}
