import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { digestOf } from "./content.ts";
import { isThere, readContent, remove, removeIfEmpty } from "./file.ts";
import { keptAt, stagedAt } from "./journal.ts";
import type { Entry, Journal } from "./journal-schema.ts";
import { ScaffoldError } from "./scaffold-error.ts";
import { isMissing } from "./system-error.ts";

/**
 * Puts everything back that the journal names. May itself be cut short and run again, any number of times.
 * A new file that was changed since is left; those are returned.
 *
 * @throws ScaffoldError naming what the system did not let it put back, after it has put back all the rest.
 */
export async function restore(root: string, journal: Journal): Promise<string[]> {
  const left: string[] = [];
  const problems: string[] = [];
  for (const entry of [...journal.entries].reverse()) {
    try {
      if (!(await putBack(root, journal, entry))) left.push(entry.path);
    } catch (error) {
      problems.push(`${entry.path} could not be put back yet; the next command tries again. ${error}`);
    }
  }
  if (problems.length > 0) throw new ScaffoldError(problems);
  for (const folder of journal.folders) {
    await remove(join(root, stagedAt(journal, folder)));
    await removeEmptyFolders(join(root, folder));
  }
  return left;
}

async function putBack(root: string, journal: Journal, entry: Entry): Promise<boolean> {
  const path = join(root, entry.path);
  const staged = join(root, stagedAt(journal, entry.path));
  switch (entry.kind) {
    case "made":
      await remove(path);
      return true;
    case "new": {
      await remove(staged);
      const content = await readContent(path);
      if (content !== undefined && digestOf(content) !== entry.digest) return false;
      await remove(path);
      return true;
    }
    case "kept": {
      await remove(staged);
      const kept = join(root, keptAt(journal, entry.slot));
      if (!(await isThere(kept))) return true;
      await mkdir(dirname(path), { recursive: true });
      await rename(kept, path);
      return true;
    }
  }
}

async function removeEmptyFolders(folder: string): Promise<void> {
  const inside = await readdir(folder, { withFileTypes: true }).catch(isMissing);
  for (const entry of inside ?? []) {
    if (entry.isDirectory()) await removeEmptyFolders(join(folder, entry.name));
  }
  await removeIfEmpty(folder);
}
