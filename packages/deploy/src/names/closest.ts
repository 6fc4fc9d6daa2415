/**
 * The one of `known` that somebody most likely meant by `word`: at most a third of its letters
 * typed wrongly, left out, added or swapped. Undefined when none is that near.
 */
export function closest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: edits(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** How many letters must change, come, go or swap with their neighbour to make `b` of `a`. */
function edits(a: string, b: string): number {
  const cost = (row: number[] | undefined, column: number) => row?.[column] ?? Number.POSITIVE_INFINITY;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        cost(rows[i - 1], j) + 1,
        cost(row, j - 1) + 1,
        cost(rows[i - 1], j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? cost(rows[i - 2], j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows[i] = row;
  }
  return cost(rows[a.length], b.length);
}
