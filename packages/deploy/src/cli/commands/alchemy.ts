import { isPreview, type ProfileName, profilesOf, withPreview } from "../../config/index.ts";
import { findTarget } from "../../platform/cloudflare/find-target.ts";
import { alchemyPassword } from "../../platform/cloudflare/password.ts";
import { alchemyProgram } from "../../platform/cloudflare/program/dev.ts";
import { programEnv } from "../../platform/cloudflare/program/infrastructure-program.ts";
import { findProfile } from "../../workspace/find-profile.ts";
import { assertAlchemyRuns } from "../../workspace/installed-alchemy.ts";
import { type App, loadApp } from "../../workspace/load-app.ts";
import { findApp, findWorkspace } from "../../workspace/workspace.ts";
import { argumentsFor, readAlchemyLine } from "../command/alchemy-line.ts";
import { defineCommand } from "../command/command.ts";
import type { Outcome } from "../output/outcome.ts";
import type { Terminal } from "../output/terminal.ts";
import { deployCommand } from "./deploy.ts";
import { destroyCommand } from "./destroy.ts";
import { promoteCommand } from "./promote.ts";
import { rollbackCommand } from "./rollback.ts";

/**
 * What an app's `alchemy` script runs. `alchemy deploy --profile P` is typed by habit, and alchemy's own
 * `--profile` would be a set of credentials and its stage the default one; here it means what it says.
 */
export const alchemyCommand = defineCommand({
  usage: "alchemy …   (in an app's folder: bun alchemy …)",
  examples: ["alchemy deploy --profile staging", "alchemy deploy --stage mine"],
  options: {},
  positionals: 0,
  passesThrough: true,
  async run({ raw }, terminal) {
    const workspace = findWorkspace(process.cwd());
    const place = findApp(workspace, undefined, process.cwd());
    assertAlchemyRuns(place);
    const app = await loadApp(place);
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
