/** A line of one text or both. */
export interface DiffLine {
  kind: "same" | "removed" | "added";
  text: string;
}

/**
 * Two texts as one list of lines: without the added ones it is the first, without the removed ones the second.
 * As few lines as possible are not the same. Takes time and room by the product of what differs, which is
 * little in programs of a few hundred lines.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const common = commonLengths(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [old, fresh] = [a[i], b[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ kind: "same", text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || common(i + 1, j) >= common(i, j + 1))) {
      lines.push({ kind: "removed", text: old });
      i++;
    } else if (fresh !== undefined) {
      lines.push({ kind: "added", text: fresh });
      j++;
    }
  }
  return lines;
}

/** How many lines the rests of both texts have in common, in order, from given lines on. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}
