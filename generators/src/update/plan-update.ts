import { type Change, type Content, isSame } from "@alchemy-kit/scaffold";
import type { Files } from "../shared/files.ts";
import { findMoves } from "./find-moves.ts";
import { type Merged, mergeFile } from "./merge/merge-file.ts";
import type { Labels } from "./merge/merge-text.ts";

/** The files as they were stamped, as they are now, and as they would be stamped now. */
export type ThreeTrees = { base: Files; ours: Files; theirs: Files };

/** What becomes of one file, for people. `path` is where it will be; `from` where it was, if that is elsewhere. */
export type FileReport = {
  path: string;
  from?: string;
  what: "added" | "updated" | "removed" | "moved" | "merged" | "left out" | "conflict";
  why?: string;
};

export type TreeUpdate = { plan: Change[]; report: FileReport[] };

/** One file wherever it is: `ours` and `theirs` are where either side has it, `to` is where it will be. */
type Track = { base?: string; ours: string; theirs: string; to: string };

/** What stands beside a file when no text can hold both sides. */
const BESIDE = ".stamped";

/**
 * The plan that brings a tree from one stamp to the next. What only one side did is done; what both did is
 * merged; moves on either side are followed; a file that its owner removed stays away.
 */
export function planUpdate(trees: ThreeTrees, labels: Labels): TreeUpdate {
  const update: TreeUpdate = { plan: [], report: [] };
  for (const track of tracksOf(trees)) {
    const ours = trees.ours.get(track.ours);
    const merged = mergeFile(
      {
        base: track.base === undefined ? undefined : trees.base.get(track.base),
        ours,
        theirs: trees.theirs.get(track.theirs),
      },
      labels,
    );
    update.plan.push(...changesOf(track, ours, merged));
    const report = reportOf(track, ours, merged);
    if (report) update.report.push(report);
  }
  return update;
}

/** Every file of either stamp, each once. */
function tracksOf({ base, ours, theirs }: ThreeTrees): Track[] {
  const theirMoves = findMoves(without(base, theirs), without(theirs, base));
  const ourMoves = findMoves(without(base, ours), without(ours, base));
  drop(theirMoves, (from, to) => ours.has(to) && ourMoves.get(from) !== to);
  drop(ourMoves, (from, to) => theirs.has(to) && theirMoves.get(from) !== to);
  // What its owner has moved, and the template has dropped, is its owner's.
  drop(ourMoves, (from) => !theirs.has(theirMoves.get(from) ?? from));
  const moved = [...base.keys()].map((path): Track => {
    const [mine, new_] = [ourMoves.get(path), theirMoves.get(path)];
    return { base: path, ours: mine ?? path, theirs: new_ ?? path, to: mine ?? new_ ?? path };
  });
  const followed = new Set(moved.map((track) => track.theirs));
  const added = [...theirs.keys()].filter((path) => !followed.has(path));
  return [...moved, ...added.map((path): Track => ({ ours: path, theirs: path, to: path }))];
}

function changesOf({ ours: at, to }: Track, ours: Content | undefined, merged: Merged): Change[] {
  const { content } = merged;
  const changes: Change[] = [];
  if (content === undefined) {
    if (ours !== undefined) changes.push({ kind: "remove", path: at, before: ours });
  } else if (ours === undefined) changes.push({ kind: "write", path: to, after: content });
  else if (at !== to) {
    changes.push({ kind: "remove", path: at, before: ours }, { kind: "write", path: to, after: content });
  } else if (!isSame(ours, content)) changes.push({ kind: "edit", path: to, before: ours, after: content });
  if (merged.kind === "conflict" && merged.beside !== undefined) {
    changes.push({ kind: "write", path: `${to}${BESIDE}`, after: merged.beside });
  }
  return changes;
}

function reportOf(
  { ours: at, to }: Track,
  ours: Content | undefined,
  merged: Merged,
): FileReport | undefined {
  const isMoved = at !== to && ours !== undefined && merged.content !== undefined;
  const where = isMoved ? { path: to, from: at } : { path: to };
  switch (merged.kind) {
    case "kept":
      return isMoved ? { ...where, what: "moved" } : undefined;
    case "taken":
      if (merged.content === undefined) return { path: at, what: "removed" };
      return { ...where, what: ours === undefined ? "added" : isMoved ? "moved" : "updated" };
    case "merged":
      return { ...where, what: "merged" };
    case "left out":
      return { path: to, what: "left out", why: "you removed it; the template has changed it" };
    case "conflict": {
      const beside = merged.beside === undefined ? "" : `; the template's is ${to}${BESIDE}`;
      return { ...where, what: "conflict", why: `${merged.why}${beside}` };
    }
  }
}

function without(files: Files, others: Files): Files {
  return new Map([...files].filter(([path]) => !others.has(path)));
}

function drop(moves: Map<string, string>, isWrong: (from: string, to: string) => boolean): void {
  for (const [from, to] of moves) if (isWrong(from, to)) moves.delete(from);
}
