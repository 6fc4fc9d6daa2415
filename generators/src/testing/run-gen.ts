import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const main = join(import.meta.dirname, "../main.ts");

export type Ended = { code: number | null; out: string; err: string };

/** Starts `bun run gen …` in `cwd`, with no terminal. */
export function startGen(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn("bun", [main, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits for it to end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  if (!child.stdout || !child.stderr) throw new Error("The process was not started with pipes.");
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

export function gen(cwd: string, ...args: string[]): Promise<Ended> {
  return ended(startGen(cwd, args));
}
