import { rename } from "node:fs/promises";
import { CommandError, install } from "@alchemy-kit/generators";
import { apply, type Plan } from "@alchemy-kit/scaffold";
import { openDraft } from "./draft.ts";
import { commit } from "./git.ts";
import { kit } from "./kit.ts";
import { vendor } from "./vendor.ts";
import type { Wish } from "./wish.ts";

export type Progress = { signal: AbortSignal; tell: (step: string) => void };

/**
 * Makes the repository: there is all of it, or nothing. A new folder is made beside its place and renamed into
 * it; in one that is there already, scaffold's journal sees to it.
 *
 * @throws CommandError when a step fails or is interrupted; ScaffoldError when the plan does not fit.
 */
export async function create(wish: Wish, plan: Plan, progress: Progress): Promise<void> {
  const { place } = wish;
  if (place.kind === "existing") return make(place.target, wish, plan, progress);
  const draft = await openDraft(place.target).catch(inWords);
  try {
    await make(draft.path, wish, plan, progress);
    await rename(draft.path, place.target).catch(inWords);
  } catch (error) {
    await draft.remove();
    throw error;
  }
}

/** Throws what the system says on, with what that means. */
function inWords(error: Error): never {
  throw new CommandError("failed", `${error.message}. Nothing was made.`, { cause: error });
}

/** The planned files, and then what programs make of them: `vendor/`, `node_modules/`, the lockfile, `.git/`. */
async function make(root: string, wish: Wish, plan: Plan, { signal, tell }: Progress): Promise<void> {
  const run = async () => {
    if (kit.kind === "clone") {
      tell("Packing the kit into vendor/");
      await vendor(kit.root, root, signal);
    }
    if (wish.install) {
      tell("Installing");
      await install(root, signal);
    }
    if (wish.git) await commit(root, signal);
  };
  const mayMake = ["vendor", "node_modules", `apps/${wish.app}/node_modules`, ...(wish.git ? [".git"] : [])];
  await apply(root, plan, { signal, finish: { run, mayChange: ["bun.lock"], mayMake } });
}
