import { z } from "zod";
import type { Databases, Statement } from "../engine/ports/data.ts";
import { quoteName, sqlStatements } from "../migrations/sql.ts";
import { bindLiterals } from "./bind-literals.ts";
import type { Dump } from "./dump.ts";
import { readSchema, type Schema } from "./schema.ts";

/** What one transaction may carry, in bytes. */
const requestBytes = 30_000_000;

const count = z.tuple([z.tuple([z.number()])]);

/**
 * Replaces all that a database holds by a dump: in one transaction, as long as the dump fits into a request.
 * @throws when the tables do not hold as many rows afterwards as the dump says
 */
export async function loadDump(
  databases: Databases,
  id: string,
  { sql, tables }: Pick<Dump, "sql" | "tables">,
): Promise<void> {
  const statements = [
    { sql: "PRAGMA defer_foreign_keys = ON" },
    ...dropAll(await readSchema(databases, id)),
    ...sqlStatements(sql).map(bindLiterals),
  ];
  const counts = tables.map(({ name }) => ({ sql: `SELECT count(*) FROM ${quoteName(name)}` }));
  const requests = inRequests(statements);
  for (const request of requests.slice(0, -1)) await databases.batch(id, request);
  const last = requests.at(-1) ?? [];
  const answers = (await databases.batch(id, [...last, ...counts])).slice(last.length);

  const wrong = tables.find(({ rows }, at) => count.parse(answers[at])[0][0] !== rows);
  if (wrong) throw new Error(`The table ${wrong.name} does not hold the ${wrong.rows} rows of the backup.`);
}

/** Rows of a table that others refer to go last: a foreign key with RESTRICT waits for nothing. */
function dropAll({ tables, views }: Schema): Statement[] {
  return [
    ...views.map((name) => ({ sql: `DROP VIEW ${quoteName(name)}` })),
    ...tables.toReversed().map(({ name }) => ({ sql: `DROP TABLE ${quoteName(name)}` })),
  ];
}

function inRequests(statements: readonly Statement[]): Statement[][] {
  const requests: Statement[][] = [];
  let bytes = requestBytes;
  for (const statement of statements) {
    const { sql, params = [] } = statement;
    const size = [sql, ...params].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes + size > requestBytes) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push(statement);
    bytes += size;
  }
  return requests;
}
