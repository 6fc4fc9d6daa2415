import { closeJournal, readJournal, sweep } from "./journal.ts";
import type { Journal } from "./journal-schema.ts";
import { restore } from "./restore.ts";
import { isRunning } from "./running.ts";
import { ScaffoldError } from "./scaffold-error.ts";

/**
 * If an earlier change was cut short, finishes putting everything back.
 *
 * @returns undefined when there was none, else the new files that were left because they were changed since.
 * @throws ScaffoldError when that change is still under way in another process.
 */
export async function recover(root: string): Promise<{ left: string[] } | undefined> {
  const journal = await readJournal(root);
  if (!journal) return void (await sweep(root));
  if (await isRunning(journal.pid, new Date(journal.startedAt))) throw underWay(journal);
  const left = await restore(root, journal);
  await closeJournal(root, journal);
  await sweep(root);
  return { left };
}

function underWay(journal: Journal): ScaffoldError {
  return new ScaffoldError([
    `Another change to these files is under way (process ${journal.pid}). Nothing was changed; run this again when it has ended.`,
  ]);
}
