import { relative, sep } from "node:path";
import { normalize } from "node:path/posix";
import { z } from "zod";
import type { AskedDatabase } from "../../core/asked-database.ts";
import { type Migration, migrationIn } from "../../core/migration.ts";
import { quoteName } from "../../core/sql.ts";
import type { Databases } from "../../platform/data.ts";
import { readSchema, type Table } from "../backup/schema.ts";

/** A database that a program is about to give SQL, as it stands. */
export interface DatabaseLook {
  id: string;
  name: string;
  /** What would be applied to it, in order. */
  pending: Migration[];
  /** Its tables, but for those in which tools remember what they applied. */
  tables: { name: string; rows: number }[];
  /** Tables in which other tools remember what they applied to it: alchemy does not look there. */
  history: string[];
}

/** Where wrangler and alchemy, drizzle and prisma remember what they applied. */
const histories = ["d1_migrations", "__drizzle_migrations", "_prisma_migrations"];

const counts = z.array(z.tuple([z.tuple([z.number()])]));
const names = z.array(z.tuple([z.unknown()]));

/**
 * Asks a database what it holds, and what was applied to it.
 * @param home the unpacked artifact whose program named the database
 * @returns `undefined` where there is none yet
 */
export async function lookAt(
  databases: Databases,
  asked: AskedDatabase,
  home: string,
): Promise<DatabaseLook | undefined> {
  const id = asked.id ?? (asked.adopts ? await databases.find(asked.name) : undefined);
  if (id === undefined) return undefined;
  const { tables } = await readSchema(databases, id);
  const isHistory = ({ name }: Table) => name === asked.table || histories.includes(name);
  const own = tables.filter((table) => !isHistory(table));
  const memory = tables.find(({ name }) => name === asked.table);
  const [applied, rows] = await Promise.all([
    memory ? appliedTo(databases, id, memory) : new Set<string>(),
    countRows(databases, id, own),
  ]);
  return {
    id,
    name: asked.name,
    pending: pendingOf(asked, home, applied),
    tables: own.map(({ name }, at) => ({ name, rows: rows[at] ?? 0 })),
    history: tables.filter((table) => isHistory(table) && table !== memory).map(({ name }) => name),
  };
}

/** The files that the database remembers by name. An old table of alchemy's has the names in its first column. */
async function appliedTo(
  databases: Databases,
  id: string,
  { name, columns, key }: Table,
): Promise<Set<string>> {
  const column = columns.includes("name") ? "name" : (key[0] ?? columns[0]);
  if (column === undefined) return new Set();
  const sql = `SELECT ${quoteName(column)} FROM ${quoteName(name)}`;
  const [rows] = await databases.batch(id, [{ sql }]);
  return new Set(names.parse(rows).map(([text]) => String(text)));
}

async function countRows(databases: Databases, id: string, tables: readonly Table[]): Promise<number[]> {
  if (tables.length === 0) return [];
  const statements = tables.map(({ name }) => ({ sql: `SELECT count(*) FROM ${quoteName(name)}` }));
  return counts.parse(await databases.batch(id, statements)).map(([[rows]]) => rows);
}

function pendingOf(
  { folder, migrations, imports }: AskedDatabase,
  home: string,
  applied: Set<string>,
): Migration[] {
  const path = folder === null ? "" : relative(home, folder).split(sep).join("/");
  return [
    ...migrations.filter(({ id }) => !applied.has(id)).map(({ id, sql }) => migrationIn(path, id, sql)),
    ...imports.map(({ id, sql }) => ({ name: normalize(id), sql, folder: "importFiles", id })),
  ];
}
