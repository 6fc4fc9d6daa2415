import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { CommandError } from "./command-error.ts";

export type RunOptions = {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** What an error calls it; the program and its first argument, if left out. */
  called?: string;
};

/**
 * Runs a program to its end, without a terminal. When the signal is aborted it is interrupted with all that it
 * has started, and waited for: nothing writes any more once this has thrown.
 *
 * @throws CommandError with what it printed, when it fails or is not there, and the signal's reason, when it is aborted.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { signal, called = `${program} ${args[0]}`, ...at }: RunOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { ...at, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && isRunning) process.kill(-child.pid, "SIGINT");
  };
  signal?.addEventListener("abort", stop, { once: true });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close").catch((error) => {
    throw new CommandError("failed", `${program} cannot be run: ${error.message}`);
  });
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (code !== 0) throw new CommandError("failed", `${called} failed:\n${(await printed).join("").trim()}`);
}
