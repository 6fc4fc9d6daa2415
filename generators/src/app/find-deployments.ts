import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { AppName } from "@alchemy-kit/deploy/names";
import { z } from "zod";
import { bunProgram } from "../shared/bun-command.ts";

/** The profiles that an app is deployed to, as far as that could be found out. */
export type Deployments =
  | { kind: "known"; profiles: string[] }
  /** There is no account to ask: no credentials, and no emulator that runs. */
  | { kind: "no-account" }
  | { kind: "unknown"; why: string };

const statusSchema = z.object({
  profiles: z.record(z.string(), z.object({ traffic: z.array(z.unknown()) })),
});
const emulatorSchema = z.object({ running: z.boolean() });

/**
 * Asks the kit's own command line which profiles serve the app. Generators know nothing of Cloudflare; and they
 * start nothing: an emulator that does not run is not asked.
 */
export async function findDeployments(root: string, app: AppName, env = process.env): Promise<Deployments> {
  const hasCredentials = env.CLOUDFLARE_API_TOKEN && env.CLOUDFLARE_ACCOUNT_ID;
  const isAccount = env.KIT_TARGET ? env.KIT_TARGET === "cloudflare" : hasCredentials;
  try {
    if (isAccount) return await ask(root, app, env);
    const isRunning = await emulatorRuns(root, env);
    return isRunning ? await ask(root, app, { ...env, KIT_TARGET: "emulator" }) : { kind: "no-account" };
  } catch (error) {
    return { kind: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
}

async function ask(root: string, app: AppName, env: NodeJS.ProcessEnv): Promise<Deployments> {
  const { profiles } = statusSchema.parse(await kit(root, ["status", app, "--json"], env));
  const deployed = Object.entries(profiles).filter(([, { traffic }]) => traffic.length > 0);
  return { kind: "known", profiles: deployed.map(([profile]) => profile) };
}

/** One that never ran has no folder: then there is nothing to run the kit for. */
async function emulatorRuns(root: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!existsSync(env.KIT_EMULATOR_DIR ?? join(root, ".kit/emulator"))) return false;
  return emulatorSchema.parse(await kit(root, ["emulator", "status", "--json"], env)).running;
}

async function kit(root: string, args: string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const [program, ...before] = bunProgram();
  const child = spawn(program, [...before, "run", "kit", ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (code !== 0) throw new Error(errors.trim() || `kit ${args[0]} ended with ${code}`);
  return JSON.parse(out);
}
