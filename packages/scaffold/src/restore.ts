import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { digestOf, isMissing, isThere, readText } from "./file.ts";
import { keptAt, removeIfEmpty, stagedAt } from "./journal.ts";
import type { Entry, Journal } from "./journal-schema.ts";

/**
 * Puts everything back that the journal names. May itself be cut short and run again, any number of times.
 * A new file that somebody has changed since is left; those are returned.
 */
export async function restore(root: string, journal: Journal): Promise<string[]> {
  const left: string[] = [];
  for (const entry of [...journal.entries].reverse()) {
    if (!(await putBack(root, journal, entry))) left.push(entry.path);
  }
  for (const folder of journal.folders) {
    await rm(join(root, stagedAt(journal, folder)), { recursive: true, force: true });
    await removeEmptyFolders(join(root, folder));
  }
  return left;
}

async function putBack(root: string, journal: Journal, entry: Entry): Promise<boolean> {
  const path = join(root, entry.path);
  const staged = join(root, stagedAt(journal, entry.path));
  switch (entry.kind) {
    case "made":
      await rm(path, { recursive: true, force: true });
      return true;
    case "new": {
      await rm(staged, { force: true });
      const text = await readText(path);
      if (text !== undefined && digestOf(text) !== entry.digest) return false;
      await rm(path, { force: true });
      return true;
    }
    case "kept": {
      await rm(staged, { force: true });
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
