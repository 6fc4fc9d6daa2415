import { readLockfile, writeLockfile } from "./lockfile.ts";
import { mergeText } from "./merge-text.ts";

/** One and the same thing as it was where two branches parted, and on either. */
export type Three<T> = { base: T; ours: T; theirs: T };

/**
 * Merges what two branches have made of a bun.lock: entry by entry rather than line by line, so that two apps
 * that were added beside one another are no conflict.
 *
 * @returns undefined where both changed the same entry, each otherwise.
 */
export function mergeLockfiles({ base, ours, theirs }: Three<string>): string | undefined {
  const three = { base: readLockfile(base), ours: readLockfile(ours), theirs: readLockfile(theirs) };
  const frame = mergeEntry(pick(three, (lockfile) => lockfile.frame));
  const workspaces = mergeEntries(pick(three, (lockfile) => lockfile.entries.workspaces));
  const packages = mergeEntries(pick(three, (lockfile) => lockfile.entries.packages));
  if (frame.conflict || frame.entry === undefined || !workspaces || !packages) return undefined;
  return writeLockfile({ frame: frame.entry, entries: { workspaces, packages } });
}

type Merged = { conflict: boolean; entry: string | undefined };

function mergeEntries(maps: Three<ReadonlyMap<string, string>>): Map<string, string> | undefined {
  const merged = new Map<string, string>();
  for (const key of new Set([...maps.ours.keys(), ...maps.theirs.keys()])) {
    const { conflict, entry } = mergeEntry(pick(maps, (map) => map.get(key)));
    if (conflict) return undefined;
    if (entry !== undefined) merged.set(key, entry);
  }
  return merged;
}

/** An entry that is not there is undefined. */
function mergeEntry({ base, ours, theirs }: Three<string | undefined>): Merged {
  if (ours === theirs || base === theirs) return { conflict: false, entry: ours };
  if (base === ours) return { conflict: false, entry: theirs };
  if (base === undefined || ours === undefined || theirs === undefined)
    return { conflict: true, entry: ours };
  const { text, conflicts } = mergeText({ base, ours, theirs }, { ours: "ours", theirs: "theirs" });
  return { conflict: conflicts > 0, entry: text };
}

function pick<T, U>({ base, ours, theirs }: Three<T>, of: (one: T) => U): Three<U> {
  return { base: of(base), ours: of(ours), theirs: of(theirs) };
}
