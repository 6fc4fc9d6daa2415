import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * How this user runs Bun: `bun`, or `npx --yes bun` where Bun is only there because npx fetched it. Folders that
 * npx, `bun run` and node_modules put on the PATH of a script are not the user's.
 */
export function bunCommand(path = process.env.PATH ?? ""): "bun" | "npx --yes bun" {
  const own = path
    .split(delimiter)
    .filter((folder) => folder !== "" && !/_npx|node_modules|bun-node-/.test(folder));
  return own.some((folder) => existsSync(join(folder, "bun"))) ? "bun" : "npx --yes bun";
}

/** Bun as a program to be started: the one that runs this or, where Node does, the user's, or one that npx fetches. */
export function bunProgram(): [program: string, ...args: string[]] {
  if (process.versions.bun) return [process.execPath];
  const [program = "bun", ...args] = bunCommand().split(" ");
  return [program, ...args];
}

/** How this user runs the generators: `bun run gen`, say. */
export function genCommand(): string {
  return `${bunCommand()} run gen`;
}

/** What to do with an app that was just made, as it can be pasted. */
export function nextCommands(app: string): string[] {
  const kit = `${bunCommand()} run kit`;
  return [
    `${kit} deploy ${app} --profile staging`,
    `${kit} promote ${app} --profile prod`,
    `${kit} dev ${app}`,
  ];
}
