import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "./load-app.ts";
import { Refusal } from "./refusal.ts";

/** What of the environment a build may see: nothing of a profile, nothing secret. */
const allowed = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot"];

/**
 * Runs the app's `build` script, on Bun whatever else is installed, from a clean dist/ and a cleared
 * environment, so that the same sources give the same bytes.
 * @throws Refusal with what the build printed
 */
export async function build(app: App, env: NodeJS.ProcessEnv): Promise<void> {
  const scripts: unknown = (await Bun.file(join(app.dir, "package.json")).json())?.scripts;
  if (typeof scripts !== "object" || scripts === null || !("build" in scripts)) return;
  await rm(join(app.dir, "dist"), { recursive: true, force: true });
  const child = Bun.spawn([process.execPath, "--bun", "run", "build"], {
    cwd: app.dir,
    env: buildEnv(env),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) {
    throw new Refusal(`The build of ${app.name} failed (exit code ${code}):\n${indent(`${out}\n${err}`)}`);
  }
}

/** The environment of everything that makes bytes of an artifact. */
export function buildEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = allowed.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return { ...Object.fromEntries(kept), NODE_ENV: "production", NO_COLOR: "1" };
}

/** Whether the app has a program of its own, or only resources named in its config. */
export function hasProgram(app: Pick<App, "dir">): boolean {
  return existsSync(join(app.dir, "alchemy.run.ts"));
}

function indent(text: string): string {
  return text.trim().replace(/^/gm, "  ");
}
