import { rename } from "node:fs/promises";
import { CommandError, install } from "@alchemy-kit/generators";
import { apply, isSystemError, type Plan, writeNew } from "@alchemy-kit/scaffold";
import { openDraft } from "./draft.ts";
import { commit } from "./git.ts";
import { kit } from "./kit.ts";
import { vendor } from "./vendor.ts";
import type { Wish } from "./wish.ts";

export type Progress = { signal: AbortSignal; log: (step: string) => void };

/**
 * Makes the repository: there is all of it, or nothing. A new folder is made beside its place and renamed into
 * it; in one that is there already, scaffold's journal sees to it.
 *
 * @throws CommandError when a step fails or is interrupted; ScaffoldError when the plan does not fit.
 */
export async function create(wish: Wish, plan: Plan, progress: Progress): Promise<void> {
  const { place } = wish;
  if (place.kind === "new") return createNew(place.target, wish, plan, progress);
  const mayMake = ["vendor", "node_modules", `apps/${wish.app}/node_modules`, ...(wish.git ? [".git"] : [])];
  const finish = { run: () => complete(place.target, wish, progress), mayChange: ["bun.lock"], mayMake };
  await apply(place.target, plan, { signal: progress.signal, finish });
}

async function createNew(target: string, wish: Wish, plan: Plan, progress: Progress): Promise<void> {
  const draft = await openDraft(target).catch(inWords);
  try {
    await writeNew(draft.path, plan);
    await complete(draft.path, wish, progress);
    progress.signal.throwIfAborted();
    await rename(draft.path, target);
  } catch (error) {
    await draft.remove();
    if (isSystemError(error)) inWords(error);
    throw error;
  }
}

/** Throws what the system says on, with what that means. */
function inWords(error: Error): never {
  throw new CommandError("failed", `${error.message}. Nothing was made.`, { cause: error });
}

/** What programs make of the planned files: `vendor/`, `node_modules/`, the lockfile, `.git/`. */
async function complete(root: string, wish: Wish, { signal, log }: Progress): Promise<void> {
  signal.throwIfAborted();
  if (kit.kind === "clone") {
    log("Packing the kit into vendor/");
    await vendor(kit.root, root, signal);
  }
  if (wish.install) {
    log("Installing");
    await install(root, signal);
  }
  if (wish.git) await commit(root, signal);
}
