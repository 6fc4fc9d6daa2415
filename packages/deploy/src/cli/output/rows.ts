/** How many rows, in words. */
export function rowsInWords(rows: number): string {
  return rows === 1 ? "1 row" : `${rows} rows`;
}
