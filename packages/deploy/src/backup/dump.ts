import type { Databases } from "../engine/ports/data.ts";
import { quoteName } from "../migrations/sql.ts";
import { firstPage, measure, type Page, pageQueries, readPage } from "./page.ts";
import { readSchema, type Schema } from "./schema.ts";
import type { Table } from "./table.ts";

/** What one request may answer, and a whole dump come to, in bytes. */
const requestBytes = 8_000_000;
const mostBytes = 100_000_000;

/** D1 takes statements of at most 100 kB: https://developers.cloudflare.com/d1/platform/limits/ */
const statementBytes = 90_000;

/** A database as the SQL that makes it again. */
export interface Dump {
  sql: string;
  tables: { name: string; rows: number }[];
  /** All rows were read in one transaction. A larger database is read in several, and may change between them. */
  snapshot: boolean;
}

/** @returns `large` for a database that is too large to be kept so, in bytes */
export async function dumpDatabase(
  databases: Databases,
  id: string,
): Promise<{ kind: "dumped"; dump: Dump } | { kind: "large"; bytes: number }> {
  const schema = await readSchema(databases, id);
  const tables = schema.sequence ? [...schema.tables, schema.sequence] : schema.tables;
  assertReadable(schema);
  const measures = await measure(databases, id, tables);
  const bytes = measures.reduce((sum, measure) => sum + measure.bytes, 0);
  if (bytes > mostBytes) return { kind: "large", bytes };

  const first = measures.flatMap((measure, at) => (tables[at] ? [firstPage(tables[at], measure)] : []));
  const { rows, requests } = await readRows(databases, id, first);
  const dump = {
    sql: `${[...statementsOf(schema, tables, rows)].join(";\n")};\n`,
    tables: schema.tables.map((table) => ({ name: table.name, rows: rows.get(table)?.length ?? 0 })),
    snapshot: requests <= 1,
  };
  return { kind: "dumped", dump };
}

/** Reads pages, as many in one transaction as a request holds, until none is left. */
async function readRows(databases: Databases, id: string, first: readonly Page[]) {
  const rows = new Map<Table, string[][]>();
  let requests = 0;
  for (let pending = [...first]; pending.length > 0; requests++) {
    const now = pending.splice(0, howManyFit(pending));
    const queries = now.map(pageQueries);
    const answers = await databases.batch(id, queries.flat());
    const following = now.flatMap((page, at) => {
      const read = readPage(page, answers.splice(0, queries[at]?.length));
      const sofar = rows.get(page.table);
      if (sofar) for (const row of read.rows) sofar.push(row);
      else rows.set(page.table, read.rows);
      return read.next ?? [];
    });
    pending.unshift(...following);
  }
  return { rows, requests };
}

function howManyFit(pages: readonly Page[]): number {
  let bytes = 0;
  const over = pages.findIndex((page) => {
    bytes += page.bytes;
    return bytes > requestBytes;
  });
  return over < 0 ? pages.length : Math.max(1, over);
}

function* statementsOf(
  { tables, rest }: Schema,
  written: readonly Table[],
  rows: ReadonlyMap<Table, string[][]>,
): Generator<string> {
  yield "PRAGMA defer_foreign_keys = ON";
  for (const { sql } of tables) yield sql;
  for (const table of written) {
    if (!tables.includes(table)) yield table.sql;
    yield* inserts(table, rows.get(table) ?? []);
  }
  yield* rest;
}

/** As few statements as hold the rows. A row that is larger than a statement may be has one of its own. */
function* inserts({ name, columns }: Table, rows: readonly string[][]): Generator<string> {
  const head = `INSERT INTO ${quoteName(name)} (${columns.map(quoteName).join(", ")}) VALUES\n`;
  let values: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const value = `(${row.join(", ")})`;
    const size = Buffer.byteLength(value) + 2;
    if (values.length > 0 && bytes + size > statementBytes - head.length) {
      yield head + values.join(",\n");
      values = [];
      bytes = 0;
    }
    values.push(value);
    bytes += size;
  }
  if (values.length > 0) yield head + values.join(",\n");
}

/** @throws for an index of words that keeps no text: what went into it cannot be read again */
function assertReadable({ tables }: Schema): void {
  const closed = tables.find(({ virtual, sql }) => virtual && /\bcontent\s*=\s*(''|"")/i.test(sql));
  if (closed) throw new Error(`${closed.name} is a contentless full-text index, which cannot be backed up.`);
}
