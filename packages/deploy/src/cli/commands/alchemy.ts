import { parseArgs } from "node:util";
import { checkProfileName, profilesOf } from "../../config/index.ts";
import { findTarget } from "../../runner/find-target.ts";
import { programEnv } from "../../runner/infrastructure-program.ts";
import { loadApp } from "../../runner/load-app.ts";
import { alchemyProgram } from "../../runner/operations/dev.ts";
import { alchemyPassword } from "../../runner/password.ts";
import { findApp, findWorkspace } from "../../runner/workspace.ts";
import { type Call, defineCommand, type Outcome } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { deployCommand } from "./deploy.ts";
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
    const meant = meantForKit(raw);
    if (meant) return deliver(app.name, profilesOf(app.config.pipeline)[0], meant, terminal);

    const target = await findTarget(workspace, process.env, (line) => terminal.note("target", line));
    const password = alchemyPassword(workspace, target, process.env);
    const child = Bun.spawn([process.execPath, alchemyProgram(), ...raw], {
      cwd: app.dir,
      env: programEnv({ target, password, env: process.env }),
      stdio: ["inherit", "inherit", "inherit"],
    });
    return { code: await child.exited, json: undefined };
  },
});

interface Meant {
  profile: string;
  version: string | undefined;
  json: boolean;
}

function meantForKit(raw: string[]): Meant | undefined {
  const options = {
    profile: { type: "string" },
    version: { type: "string" },
    json: { type: "boolean" },
  } as const;
  const { positionals, values } = parseArgs({ args: raw, options, strict: false, allowPositionals: true });
  const { profile, version, json } = values;
  if (positionals[0] !== "deploy" || typeof profile !== "string") return undefined;
  return { profile, version: typeof version === "string" ? version : undefined, json: json === true };
}

function deliver(
  app: string,
  first: string | undefined,
  { profile, version }: Meant,
  terminal: Terminal,
): Promise<Outcome> {
  const call = <Values extends object>(
    values: Values,
  ): Pick<Call<never>, "positionals" | "raw"> & { values: Values } => ({
    positionals: [app],
    raw: [],
    values,
  });
  if (version) return rollbackCommand.run(call({ profile, to: version }), terminal);
  const checked = checkProfileName(profile);
  const isFirst = checked.ok && checked.name === first;
  return isFirst
    ? deployCommand.run(call({ profile }), terminal)
    : promoteCommand.run(call({ profile }), terminal);
}
