import { rename } from "node:fs/promises";
import { CommandError, install } from "@alchemy-kit/generators";
import { apply, isSystemError, type Plan, writeNew } from "@alchemy-kit/scaffold";
import { commit } from "./git.ts";
import { kit } from "./kit.ts";
import type { CreateOptions } from "./options.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";
import { vendor } from "./vendor.ts";

export type Progress = { signal: AbortSignal; log: (step: string) => void };

/**
 * Makes the repository: there is all of it, or nothing. A new folder is made under another name beside
 * it and then renamed; in one that is there already, scaffold's journal sees to it.
 *
 * @throws CommandError when a step fails or is interrupted; ScaffoldError when the plan does not fit.
 */
export async function create(options: CreateOptions, plan: Plan, progress: Progress): Promise<void> {
  const { target } = options;
  if (target.kind === "new") return createNew(target.path, options, plan, progress);
  const mayMake = [
    "vendor",
    "node_modules",
    `apps/${options.app}/node_modules`,
    ...(options.git ? [".git"] : []),
  ];
  const finish = { run: () => complete(target.path, options, progress), mayChange: ["bun.lock"], mayMake };
  await apply(target.path, plan, { signal: progress.signal, finish });
}

async function createNew(
  target: string,
  options: CreateOptions,
  plan: Plan,
  progress: Progress,
): Promise<void> {
  const temporary = await makeTemporaryFolder(target).catch(inWords);
  try {
    await writeNew(temporary.path, plan);
    await complete(temporary.path, options, progress);
    progress.signal.throwIfAborted();
    await rename(temporary.path, target);
  } catch (error) {
    await temporary.remove();
    if (isSystemError(error)) inWords(error);
    throw error;
  }
}

/** Throws what the system says on, with what that means. */
function inWords(error: Error): never {
  throw new CommandError("failed", `${error.message}. Nothing was made.`, { cause: error });
}

/** What programs make of the planned files: `vendor/`, `node_modules/`, the lockfile, `.git/`. */
async function complete(root: string, options: CreateOptions, { signal, log }: Progress): Promise<void> {
  signal.throwIfAborted();
  if (kit.kind === "clone") {
    log("Packing the kit into vendor/");
    await vendor(kit.root, root, signal);
  }
  if (options.install) {
    log("Installing");
    await install(root, signal);
  }
  if (options.git) await commit(root, signal);
}
