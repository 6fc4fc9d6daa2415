import { bunCommand } from "@alchemy-kit/generators";
import { type RunOptions, run } from "./run.ts";

/**
 * Installs what the repository depends on: with the Bun that runs this, or else the user's, or else one that npx
 * fetches. The package manager that somebody came with does not matter: the repository runs on Bun.
 */
export function install(options: RunOptions): Promise<void> {
  const own = process.versions.bun === undefined ? bunCommand() : process.execPath;
  const [program = "", ...args] = own === process.execPath ? [own] : own.split(" ");
  return run(program, [...args, "install", "--no-progress"], options);
}
