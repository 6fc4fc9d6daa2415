import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { bunProgram } from "./bun-command.ts";
import { CommandError } from "./command-error.ts";

/** The file that an install may change. */
export const LOCKFILE = "bun.lock";

/**
 * Runs `bun install` at `root`: with the Bun that runs this or, where Node does, with the user's, or one that
 * npx fetches. When the signal is aborted it is interrupted with all that it has started, and waited for:
 * nothing writes any more once this has thrown.
 *
 * @throws CommandError with what it printed, when it fails; whatever the signal was aborted with.
 */
export async function install(root: string, signal?: AbortSignal): Promise<void> {
  const [program, ...args] = bunProgram();
  const child = spawn(program, [...args, "install", "--no-progress"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && isRunning) process.kill(-child.pid, "SIGINT");
  };
  signal?.addEventListener("abort", stop, { once: true });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close").catch((error) => {
    throw new CommandError("failed", `${program} cannot be run: ${error.message}`);
  });
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (code !== 0) throw new CommandError("failed", `bun install failed:\n${(await said).join("").trim()}`);
}
