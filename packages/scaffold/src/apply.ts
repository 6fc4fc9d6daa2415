import type { Plan } from "./change.ts";
import { closeJournal, type MayTouch, openJournal } from "./journal.ts";
import { recover } from "./recover.ts";
import { restore } from "./restore.ts";
import { ScaffoldError } from "./scaffold-error.ts";
import { stepsOf } from "./steps.ts";
import { isSystemError } from "./system-error.ts";
import { validate } from "./validate.ts";

export type ApplyOptions = {
  /**
   * Work that belongs to the change, such as an install, done when the files are in place. If it throws,
   * everything is put back, what it says it may change or make included (paths relative to the root).
   */
  finish?: MayTouch & { run: () => Promise<void> };
  /** Called before each step; if it throws, everything is put back. */
  onStep?: (what: string) => void;
  /** Aborting puts everything back; so does aborting after the last step, until `apply` returns. */
  signal?: AbortSignal;
};

const NOTHING_MORE: MayTouch = { mayChange: [], mayMake: [] };

/**
 * Applies exactly this plan to the tree at `root`, or nothing of it. A change that an earlier process left
 * half made is undone first.
 *
 * @throws ScaffoldError when the plan does not fit the tree; whatever a step, `finish` or the signal threw,
 *   after everything was put back.
 */
export async function apply(root: string, plan: Plan, options: ApplyOptions = {}): Promise<void> {
  const { finish, onStep, signal } = options;
  await recover(root);
  await validate(root, plan);
  const journal = await openJournal(root, plan, finish ?? NOTHING_MORE).catch(inWords);
  try {
    for (const step of stepsOf(root, plan, journal)) {
      signal?.throwIfAborted();
      onStep?.(step.what);
      await step.run();
    }
    await finish?.run();
    signal?.throwIfAborted();
  } catch (error) {
    await restore(root, journal);
    await closeJournal(root, journal);
    return inWords(error);
  }
  await closeJournal(root, journal);
}

/** Throws it on; when it is the system's (a full disk, say), with what that means for the tree. */
function inWords(error: unknown): never {
  if (!isSystemError(error)) throw error;
  throw new ScaffoldError([`${error.message}. Everything is as it was.`], { cause: error });
}
