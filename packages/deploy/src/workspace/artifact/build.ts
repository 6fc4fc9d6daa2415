import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../names/user-error.ts";
import { buildEnv } from "../build-env.ts";
import type { App } from "../load-app.ts";

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
    throw new Refusal(
      "build-failed",
      `The build of ${app.name} failed (exit code ${code}):\n${indent(`${out}\n${err}`)}`,
    );
  }
}

function indent(text: string): string {
  return text.trim().replace(/^/gm, "  ");
}
