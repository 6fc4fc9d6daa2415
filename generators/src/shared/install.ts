import { apply, type Plan } from "@alchemy-kit/scaffold";
import { bunProgram } from "./bun-command.ts";
import { runProgram } from "./run-program.ts";

/** The file that an install may change. */
const LOCKFILE = "bun.lock";

/**
 * Runs `bun install` at `root`: with the Bun that runs this or, where Node does, with the user's, or one that
 * npx fetches.
 *
 * @throws CommandError with what it printed, when it fails, and the signal's reason, when it is aborted.
 */
export async function install(root: string, signal?: AbortSignal): Promise<void> {
  const [program, ...args] = bunProgram();
  await runProgram(program, [...args, "install", "--no-progress"], {
    cwd: root,
    signal,
    called: "bun install",
  });
}

export type InstallOptions = { install: boolean; mayMake?: readonly string[]; signal: AbortSignal };

/**
 * Applies a plan and installs what the repository depends on then. All of it happens, or nothing.
 *
 * @param options `install`: whether to; `mayMake`: what the install may make, relative to `root`
 * @throws ScaffoldError when the plan does not fit, CommandError when the install fails.
 */
export async function applyAndInstall(root: string, plan: Plan, options: InstallOptions): Promise<void> {
  const { signal, mayMake = [] } = options;
  const finish = { mayChange: [LOCKFILE], mayMake, run: () => install(root, signal) };
  await apply(root, plan, { signal, ...(options.install && { finish }) });
}
