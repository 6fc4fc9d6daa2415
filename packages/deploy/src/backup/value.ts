import { z } from "zod";
import { quoteName } from "../migrations/sql.ts";
import { exactReal } from "./exact-real.ts";

/** Bytes. D1 knows no string of more than 2 MB, and hexadecimal doubles: longer values come in pieces of this. */
export const pieceBytes = 500_000;

/** What is answered for a value: SQL that makes it, a number that no decimal makes, or the type of a long one. */
export const answeredValue = z.union([z.string(), z.number()]);
export type AnsweredValue = z.infer<typeof answeredValue>;

/**
 * Asks for a column's value as SQL that makes it again, to the bit: JSON has neither blobs nor all of SQLite's
 * integers. `quote` is exact (https://sqlite.org/lang_corefunc.html#quote), but that it cuts a text off at a
 * NUL, and that SQLite does not read every decimal back as the number it came from.
 */
export function askForValue(column: string): string {
  const name = quoteName(column);
  const bytes = `CAST(${name} AS BLOB)`;
  return `CASE
    WHEN octet_length(${name}) > ${pieceBytes} THEN typeof(${name})
    WHEN typeof(${name}) = 'real' AND CAST(quote(${name}) AS REAL) <> ${name} THEN ${name}
    WHEN typeof(${name}) = 'text' AND instr(${bytes}, x'00') THEN 'CAST(' || quote(${bytes}) || ' AS TEXT)'
    ELSE quote(${name}) END`;
}

/** Asks for a piece of a column's value, in hexadecimal, where that is a long one. @param at 0 for the first */
export function askForPiece(column: string, at: number): string {
  const name = quoteName(column);
  const piece = `hex(substr(CAST(${name} AS BLOB), ${at * pieceBytes + 1}, ${pieceBytes}))`;
  return `CASE WHEN octet_length(${name}) > ${pieceBytes} THEN ${piece} END`;
}

/** The SQL that makes a value. @param pieces in hexadecimal, of a long one */
export function literalOf(value: AnsweredValue, pieces: readonly string[]): string {
  if (typeof value === "number") return exactReal(value);
  if (value === "blob") return `X'${pieces.join("")}'`;
  if (value === "text") return `CAST(X'${pieces.join("")}' AS TEXT)`;
  return value;
}
