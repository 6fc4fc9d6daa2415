import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { CommandError } from "@alchemy-kit/generators";

export type RunOptions = { cwd: string; signal: AbortSignal; env?: NodeJS.ProcessEnv };

/**
 * Runs a program to its end. When the signal is aborted it is interrupted, with every process that it has
 * started, and waited for: nothing writes any more once this has thrown.
 *
 * @throws CommandError with what it said, when it fails or is not there; whatever the signal was aborted with.
 */
export async function run(program: string, args: string[], { signal, ...at }: RunOptions): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(program, args, { ...at, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && isRunning) process.kill(-child.pid, "SIGINT");
  };
  signal.addEventListener("abort", stop, { once: true });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close").catch((error) => {
    throw new CommandError("failed", `${program} cannot be run: ${error.message}`);
  });
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0)
    throw new CommandError("failed", `${program} ${args[0]} failed:\n${(await said).join("").trim()}`);
}
