import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A command of the workspace as its user can paste it: `bun run …`, or `npx --yes bun run …` for somebody
 * whose only bun is the one that npx brought.
 */
export function bunRun(command: string, env: NodeJS.ProcessEnv = process.env): string {
  return `${hasOwnBun(env) ? "bun" : "npx --yes bun"} run ${command}`;
}

function hasOwnBun(env: NodeJS.ProcessEnv): boolean {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder && !isTemporary(folder));
  return folders.some((folder) => isExecutable(join(folder, "bun")) || isExecutable(join(folder, "bun.exe")));
}

/** npx, package scripts and `bun --bun` each put a folder of their own on PATH. */
function isTemporary(folder: string): boolean {
  return /[\\/](_npx|node_modules|bun-node-[^\\/]*)([\\/]|$)/.test(folder);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
