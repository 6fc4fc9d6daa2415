import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { CommandError } from "./cli/command-error.ts";

/** The file that an install may change. */
export const LOCKFILE = "bun.lock";

/**
 * Runs `bun install` at `root`, with the Bun that runs this.
 *
 * @throws CommandError with what it printed, when it fails; whatever the signal was aborted with.
 */
export async function install(root: string, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ["install", "--no-progress"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGINT");
  signal?.addEventListener("abort", stop, { once: true });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (code !== 0) throw new CommandError("failed", `bun install failed:\n${`${output}${errors}`.trim()}`);
}
