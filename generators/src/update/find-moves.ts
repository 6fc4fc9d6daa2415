import { basename } from "node:path/posix";
import { type Content, isSame } from "@alchemy-kit/scaffold";
import type { Files } from "../shared/files.ts";
import { toLf } from "./merge/line-endings.ts";

/** How much of two texts must be the same lines for one to be the other, moved. git takes half, too. */
const ALIKE = 0.5;

type Pair = { from: string; to: string; likeness: number };

/**
 * Which of the files that are gone is which of those that came: the same content, or texts of which half is the
 * same lines. The most alike first, then those that kept their name; each file is in one move at most.
 *
 * @returns for the path of a file that is gone, the path that it has now
 */
export function findMoves(gone: Files, come: Files): Map<string, string> {
  const pairs: Pair[] = [];
  for (const [from, before] of gone) {
    for (const [to, after] of come) {
      const likeness = likenessOf(before, after);
      if (likeness >= ALIKE) pairs.push({ from, to, likeness });
    }
  }
  pairs.sort((a, b) => b.likeness - a.likeness || keepsName(b) - keepsName(a) || (a.to < b.to ? -1 : 1));
  const moves = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of pairs) {
    if (moves.has(from) || taken.has(to)) continue;
    moves.set(from, to);
    taken.add(to);
  }
  return moves;
}

/** 1: the same. 0: no line in common, or nothing to go by. */
function likenessOf(one: Content, other: Content): number {
  if (typeof one !== "string" || typeof other !== "string") return isSame(one, other) ? 1 : 0;
  const [lines, others] = [linesOf(one), linesOf(other)];
  const longest = Math.max(lines.length, others.length);
  if (longest === 0) return 0;
  const left = new Map<string, number>();
  for (const line of lines) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of others) {
    const count = left.get(line) ?? 0;
    if (count > 0) common++;
    left.set(line, count - 1);
  }
  return common / longest;
}

/** The lines that say something: not blank ones. */
function linesOf(text: string): string[] {
  return toLf(text)
    .split("\n")
    .filter((line) => line.trim() !== "");
}

function keepsName({ from, to }: Pair): number {
  return basename(from) === basename(to) ? 1 : 0;
}
