import { type Content, isSame } from "@alchemy-kit/scaffold";
import { toLf } from "./line-endings.ts";
import { type Labels, mergeText } from "./merge-text.ts";

/** One file as it was stamped, as it is now, and as it would be stamped now. Undefined where it is not there. */
export type ThreeContents = {
  base: Content | undefined;
  ours: Content | undefined;
  theirs: Content | undefined;
};

/** What becomes of a file. `content` is what will be in it; undefined: it will not be there. */
export type Merged =
  /** Nothing was done on either side, or the same on both, or only by its owner. */
  | { kind: "kept"; content: Content | undefined }
  /** Its owner had left it alone: it is now as it would be stamped. */
  | { kind: "taken"; content: Content | undefined }
  | { kind: "merged"; content: Content }
  /** Its owner has removed it, and what the template has changed in it since was not brought back. */
  | { kind: "left out"; content: undefined }
  /** Both sides, and not together. `beside`: what would be stamped, where no text can hold both. */
  | { kind: "conflict"; content: Content; why: string; beside?: Content };

/** The three-way merge of one file. Nothing that its owner did is lost by it. */
export function mergeFile({ base, ours, theirs }: ThreeContents, labels: Labels): Merged {
  if (isSame(ours, theirs) || isSame(base, theirs)) return { kind: "kept", content: ours };
  if (isUntouched(base, ours))
    return { kind: "taken", content: withEndingsOf({ base, ours, theirs }, labels) };
  if (ours === undefined) return { kind: "left out", content: undefined };
  if (theirs === undefined) {
    return { kind: "conflict", content: ours, why: "the template no longer has it, and you have changed it" };
  }
  if (typeof ours !== "string" || typeof theirs !== "string" || typeof (base ?? "") !== "string") {
    return { kind: "conflict", content: ours, why: "changed on both sides, and not text", beside: theirs };
  }
  const { text, conflicts } = mergeText({ base: textOf(base), ours, theirs }, labels);
  if (conflicts === 0) return { kind: isSame(text, ours) ? "kept" : "merged", content: text };
  const places = conflicts === 1 ? "1 place" : `${conflicts} places`;
  return { kind: "conflict", content: text, why: `${places} changed on both sides` };
}

/** As it would be stamped, but for line endings that a checkout has changed. */
function withEndingsOf({ base, ours, theirs }: ThreeContents, labels: Labels): Content | undefined {
  if (typeof base !== "string" || typeof ours !== "string" || typeof theirs !== "string") return theirs;
  return mergeText({ base, ours, theirs }, labels).text;
}

/** Line endings apart, which git changes by itself. */
function isUntouched(base: Content | undefined, ours: Content | undefined): boolean {
  if (typeof base === "string" && typeof ours === "string") return toLf(base) === toLf(ours);
  return isSame(base, ours);
}

function textOf(content: Content | undefined): string {
  return typeof content === "string" ? content : "";
}
