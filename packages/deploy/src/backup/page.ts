import { z } from "zod";
import type { Databases, Statement } from "../engine/ports/data.ts";
import { quoteName } from "../migrations/sql.ts";
import type { Table } from "./table.ts";
import { answeredValue, askForPiece, askForValue, literalOf, pieceBytes } from "./value.ts";

/** What a page of rows may come to, in bytes. */
const pageBytes = 4_000_000;

/** How many rows a table has, and how large they are, in bytes. */
export interface Measure {
  rows: number;
  bytes: number;
  widest: number;
}

/** Rows of a table, in order. */
export interface Page {
  table: Table;
  /** At most this many rows. */
  limit: number;
  /** What it will come to, in bytes. */
  bytes: number;
  /** In how many pieces its longest values come; none where all are short. */
  pieces: number;
  /** It begins after the row of this number, after so many rows, or at the beginning. */
  after: { kind: "rowid"; rowid: string } | { kind: "rows"; rows: number } | null;
}

const measured = z.tuple([z.tuple([z.number(), z.number(), z.number()])]);

export async function measure(
  databases: Databases,
  id: string,
  tables: readonly Table[],
): Promise<Measure[]> {
  if (tables.length === 0) return [];
  const answers = await databases.batch(
    id,
    tables.map(({ name, columns }) => {
      const width = sum(columns.map((column) => `coalesce(octet_length(${quoteName(column)}), 4)`));
      return {
        sql: `SELECT count(*), coalesce(sum(width), 0), coalesce(max(width), 0) FROM (SELECT ${width} AS width FROM ${quoteName(name)})`,
      };
    }),
  );
  return answers.map((answer) => {
    const [[rows, bytes, widest]] = measured.parse(answer);
    return { rows, bytes, widest };
  });
}

/** The first page of a table: all of it, when it is small enough. Written out, a blob takes twice its bytes. */
export function firstPage(table: Table, { bytes, widest }: Measure): Page {
  return {
    table,
    limit: Math.max(1, Math.floor(pageBytes / (2 * widest + 1))),
    pieces: widest > pieceBytes ? Math.ceil(widest / pieceBytes) : 0,
    bytes: Math.min(2 * bytes, pageBytes),
    after: null,
  };
}

/** What reads a page: its rows, and for each column the pieces that its long values may have, row by row. */
export function pageQueries(page: Page): Statement[] {
  const { table, pieces } = page;
  const values = table.columns.map(askForValue);
  const long = table.columns.flatMap((column) =>
    Array.from({ length: pieces }, (_, at) => select(page, [askForPiece(column, at)])),
  );
  return [select(page, table.rowid ? [`CAST(${table.rowid} AS TEXT)`, ...values] : values), ...long];
}

function select({ table, limit, after }: Page, values: readonly string[]): Statement {
  const { name, rowid, key } = table;
  const what = `SELECT ${values.join(", ")} FROM ${quoteName(name)}`;
  const order = rowid ?? key.map(quoteName).join(", ");
  const inOrder = `${order && `ORDER BY ${order}`} LIMIT ${limit}`;
  switch (after?.kind) {
    case undefined:
      return { sql: `${what} ${inOrder}` };
    case "rowid":
      return { sql: `${what} WHERE ${rowid} > CAST(?1 AS INTEGER) ${inOrder}`, params: [after.rowid] };
    case "rows":
      return { sql: `${what} ${inOrder} OFFSET ${after.rows}` };
  }
}

/**
 * What the queries of a page answered.
 * @returns its rows, each value as SQL, and the page that follows, if one may
 */
export function readPage(page: Page, [first, ...rest]: readonly unknown[]) {
  const { table, limit, pieces, after } = page;
  const found = z.array(z.array(answeredValue)).parse(first);
  const long = rest.map((answer) => z.array(z.tuple([z.string().nullable()])).parse(answer));
  const rows = found.map((row, at) =>
    (table.rowid ? row.slice(1) : row).map((value, column) => {
      const own = long.slice(column * pieces, (column + 1) * pieces);
      return literalOf(
        value,
        own.map((piece) => piece[at]?.[0] ?? ""),
      );
    }),
  );
  if (found.length < limit) return { rows, next: undefined };
  const seen = (after?.kind === "rows" ? after.rows : 0) + found.length;
  const next: Page["after"] = table.rowid
    ? { kind: "rowid", rowid: String(found.at(-1)?.[0]) }
    : { kind: "rows", rows: seen };
  return { rows, next: { ...page, after: next } };
}

/** A sum whose terms lie nowhere deep: D1 refuses an expression of more than 100 levels. */
function sum(terms: readonly string[]): string {
  if (terms.length <= 10) return terms.length === 0 ? "0" : terms.join(" + ");
  const middle = Math.ceil(terms.length / 2);
  return `(${sum(terms.slice(0, middle))}) + (${sum(terms.slice(middle))})`;
}
