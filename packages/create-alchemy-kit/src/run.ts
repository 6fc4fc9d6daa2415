import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { CommandError } from "@alchemy-kit/generators";

/**
 * Runs a program to its end.
 *
 * @throws CommandError with what it said, when it fails or is not there.
 */
export async function run(
  program: string,
  args: string[],
  at: { cwd: string; signal: AbortSignal },
): Promise<void> {
  at.signal.throwIfAborted();
  const child = spawn(program, args, { ...at, stdio: ["ignore", "pipe", "pipe"] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close").catch((error) => {
    at.signal.throwIfAborted();
    throw new CommandError("failed", `${program} cannot be run: ${error.message}`);
  });
  if (code !== 0)
    throw new CommandError("failed", `${program} ${args[0]} failed:\n${(await said).join("").trim()}`);
}
