import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Member, readManifest } from "./workspaces.ts";

/** What is run to verify a member, in this order, where it has it. */
const CHECKS = ["lint", "typecheck", "test", "build"] as const;

/** One thing to run. */
export interface Check {
  name: string;
  command: string;
}

const stamped = z.object({ ci: z.record(z.string(), z.string()) });

/** What verifies a member: what an app's kit.json says, or the scripts of that name in its package.json. */
export async function checksOf(root: string, { dir }: Member): Promise<Check[]> {
  const commands = (await entryOf(root, dir)) ?? (await scriptsOf(root, dir));
  return CHECKS.flatMap((name) => {
    const command = commands[name];
    return command === undefined ? [] : [{ name, command }];
  });
}

async function entryOf(root: string, dir: string): Promise<Record<string, string> | undefined> {
  const text = await readFile(join(root, dir, "kit.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : stamped.safeParse(JSON.parse(text)).data?.ci;
}

async function scriptsOf(root: string, dir: string): Promise<Record<string, string>> {
  const { scripts } = await readManifest(root, dir);
  return Object.fromEntries(Object.keys(scripts).map((name) => [name, `bun run ${name}`]));
}

/** Runs a check where its member is, its output where `stdout` says. @returns whether it passed */
export async function passes(
  root: string,
  { dir }: Member,
  { command }: Check,
  stdout: "inherit" | number,
): Promise<boolean> {
  const child = Bun.spawn(["sh", "-c", command], {
    cwd: join(root, dir),
    stdin: "ignore",
    stdout,
    stderr: "inherit",
  });
  return (await child.exited) === 0;
}
