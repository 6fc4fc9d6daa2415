import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** How a program ended, and everything it wrote. */
export type Finished = { code: number | null; out: string; err: string };

export type At = { cwd: string; env?: NodeJS.ProcessEnv; uid?: number };

/** Runs a program without a terminal, to its end. */
export async function finish([program = "", ...args]: readonly string[], at: At): Promise<Finished> {
  const child = spawn(program, args, { ...at, stdio: ["ignore", "pipe", "pipe"] });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close");
  const [out, err] = await printed;
  return { code, out, err };
}

/** The same, for a program that has to end well. @returns what it wrote on standard output */
export async function must(command: readonly string[], at: At): Promise<string> {
  const { code, out, err } = await finish(command, at);
  if (code === 0) return out;
  throw new Error(`${command.join(" ")} ended with ${code} in ${at.cwd}:\n${out}${err}`);
}
