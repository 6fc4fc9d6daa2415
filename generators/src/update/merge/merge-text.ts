import { diff3Merge } from "node-diff3";
import { lineEndingOf, toLf, withLineEnding } from "./line-endings.ts";

/** A text as it was stamped, as it is now, and as it would be stamped now. */
export type ThreeTexts = { base: string; ours: string; theirs: string };

/** What the two sides are called where they are in conflict. */
export type Labels = { ours: string; theirs: string };

/**
 * Merges what was done to `base` on either side, line by line. Where both changed the same lines, or lines that
 * touch, differently, all three are in the text between git's conflict markers.
 *
 * The ending of lines is merged by itself, so that a checkout with CRLF is no edit of every line.
 */
export function mergeText(texts: ThreeTexts, labels: Labels): { text: string; conflicts: number } {
  const endings = {
    base: lineEndingOf(texts.base),
    ours: lineEndingOf(texts.ours),
    theirs: lineEndingOf(texts.theirs),
  };
  if (Object.values(endings).includes("mixed")) return mergeLines(texts, labels);
  const ending = texts.base === "" || endings.ours !== endings.base ? endings.ours : endings.theirs;
  const { text, conflicts } = mergeLines(
    { base: toLf(texts.base), ours: toLf(texts.ours), theirs: toLf(texts.theirs) },
    labels,
  );
  return { text: withLineEnding(text, ending), conflicts };
}

function mergeLines({ base, ours, theirs }: ThreeTexts, labels: Labels): { text: string; conflicts: number } {
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  let conflicts = 0;
  const texts = regions.map(({ ok, conflict }) => {
    if (!conflict) return (ok ?? []).join("");
    conflicts++;
    return [
      `<<<<<<< ${labels.ours}\n`,
      ...closed(conflict.a),
      "||||||| as it was stamped\n",
      ...closed(conflict.o),
      "=======\n",
      ...closed(conflict.b),
      `>>>>>>> ${labels.theirs}\n`,
    ].join("");
  });
  return { text: texts.join(""), conflicts };
}

/** Lines with their endings, so that a last line without one is not the same as one with it. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The marker after the lines begins a line of its own. */
function closed(lines: readonly string[]): string[] {
  return lines.map((line) => (line.endsWith("\n") ? line : `${line}\n`));
}
