/** One line of CSV, as RFC 4180 §2 has it: quoted where a value holds a comma, a quote or a line break. */
export function csvLine(values: readonly string[]): string {
  return values
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(",");
}
