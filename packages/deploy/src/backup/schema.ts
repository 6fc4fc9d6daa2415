import { z } from "zod";
import type { Databases } from "../engine/ports/data.ts";
import { quoteName } from "../migrations/sql.ts";
import { referredFirst } from "./referred-first.ts";
import type { Table } from "./table.ts";

/** What a database consists of, but for its rows. */
export interface Schema {
  /** Each after those that it refers to, as far as that can be. */
  tables: readonly Table[];
  /** What AUTOINCREMENT has counted to; `null` where it is not used. */
  sequence: Table | null;
  views: readonly string[];
  /** The statements that make indexes, views and triggers, in the order in which they must be made. */
  rest: readonly string[];
}

/** D1 has no more columns than this in a table, nor in what it answers. */
const mostColumns = 100;

const text = z.string();
const entry = z.tuple([text, text, text]);
/** schema, name, type, number of columns, without rowid, strict: https://sqlite.org/pragma.html#pragma_table_list */
const listed = z.tuple([text, text, text, z.number(), z.number(), z.number()]);
/** id, name, type, not null, default, place in the key, hidden: https://sqlite.org/pragma.html#pragma_table_xinfo */
const column = z.tuple([z.number(), text, text, z.number(), z.unknown(), z.number(), z.number()]);
/** id, number, table, …: https://sqlite.org/pragma.html#pragma_foreign_key_list */
const reference = z.tuple([z.number(), z.number(), text]).rest(z.unknown());

const sequence: Table = {
  name: "sqlite_sequence",
  sql: "DELETE FROM sqlite_sequence",
  virtual: false,
  columns: ["name", "seq"],
  rowid: "rowid",
  key: [],
  references: [],
};

/** Reads what a database consists of. Tables of SQLite's and of D1's own are left out. */
export async function readSchema(databases: Databases, id: string): Promise<Schema> {
  const [made, list] = await databases.batch(id, [
    { sql: "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid" },
    { sql: "PRAGMA table_list" },
  ]);
  const kinds = new Map(
    z
      .array(listed)
      .parse(list)
      .map(([, name, kind, , bare]) => [name, { kind, bare }]),
  );
  const entries = z.array(entry).parse(made);
  const own = entries.filter(([, name]) => !/^(sqlite|_cf)_/i.test(name));
  const of = (wanted: string) => own.filter(([type]) => type === wanted);
  const tables = of("table").filter(([, name]) => kinds.get(name)?.kind !== "shadow");

  const details = await inspect(
    databases,
    id,
    tables.map(([, name]) => name),
  );
  return {
    tables: referredFirst(
      tables.map(([, name, sql], at) => {
        const virtual = kinds.get(name)?.kind === "virtual";
        const shape = shapeOf(details.slice(2 * at), kinds.get(name)?.bare === 1);
        // What a full-text index says of another table, it says by the number of a row.
        const columns = virtual ? ["rowid", ...shape.columns] : shape.columns;
        return { name, sql, virtual, ...shape, columns };
      }),
    ),
    sequence: entries.some(([, name]) => name === sequence.name) ? sequence : null,
    views: of("view").map(([, name]) => name),
    rest: ["index", "view", "trigger"].flatMap((type) => of(type).map(([, , sql]) => sql)),
  };
}

/** What SQLite says of each table's columns, and then of its foreign keys. */
function inspect(databases: Databases, id: string, tables: readonly string[]): Promise<unknown[][][]> {
  if (tables.length === 0) return Promise.resolve([]);
  return databases.batch(
    id,
    tables
      .map(quoteName)
      .flatMap((table) => [
        { sql: `PRAGMA table_xinfo(${table})` },
        { sql: `PRAGMA foreign_key_list(${table})` },
      ]),
  );
}

function shapeOf([about, foreign]: readonly unknown[][][], withoutRowid: boolean) {
  const all = z.array(column).parse(about);
  const columns = all.filter(([, , , , , , hidden]) => hidden === 0).map(([, name]) => name);
  const taken = new Set(all.map(([, name]) => name.toLowerCase()));
  const free = ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) ?? null;
  return {
    columns,
    rowid: withoutRowid || columns.length >= mostColumns ? null : free,
    key: all
      .filter(([, , , , , place]) => place > 0)
      .toSorted(([, , , , , a], [, , , , , b]) => a - b)
      .map(([, name]) => name),
    references: z
      .array(reference)
      .parse(foreign)
      .map(([, , table]) => table),
  };
}
