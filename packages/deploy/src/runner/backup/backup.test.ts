import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Trial } from "../../alchemy/trial.fixture.ts";
import { quoteName } from "../../core/sql.ts";
import { CloudflareApi } from "../../platform/cloudflare/api/client.ts";
import { apiPath } from "../../platform/cloudflare/api/path.ts";
import { d1Databases } from "../../platform/cloudflare/databases.ts";
import type { Databases } from "../../platform/data.ts";
import { type Dump, dumpDatabase } from "./dump.ts";
import { loadDump } from "./load.ts";

let trial: Trial;
let databases: Databases;
let make: (name: string) => Promise<string>;

beforeAll(async () => {
  trial = await Trial.start();
  const { apiUrl, token, accountId } = trial.account;
  const api = new CloudflareApi({ apiUrl, token });
  databases = d1Databases(api, accountId);
  make = async (name) => {
    const path = apiPath`/accounts/${accountId}/d1/database`;
    const call = { asked: "make a database", method: "POST" as const, path, body: { name } };
    const { uuid } = await api.result(call, z.object({ uuid: z.string() }));
    return uuid ?? "";
  };
});
afterAll(() => trial.stop());

async function dump(id: string): Promise<Dump> {
  const dumped = await dumpDatabase(databases, id);
  if (dumped.kind === "large") throw new Error("The database is too large.");
  return dumped.dump;
}

const run = (id: string, ...sql: string[]) =>
  databases.batch(
    id,
    sql.map((it) => ({ sql: it })),
  );

/** A value's type, its number where it is one, and its bytes, in pieces that D1 can answer. */
function exact(name: string): string[] {
  const piece = (from: number) => `hex(substr(CAST(${name} AS BLOB), ${from}, 700000))`;
  const number = `CASE typeof(${name}) WHEN 'real' THEN ${name} END`;
  return [`typeof(${name})`, number, piece(1), piece(700_001), piece(1_400_001)];
}

/** Everything that a database holds, told apart to the type and the bit. */
async function contents(id: string) {
  const master =
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY 1, 2";
  const tables =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY 1";
  const [schema, named = []] = await run(id, master, tables);
  const rows: Record<string, unknown> = {};
  for (const [name] of named) {
    if (/^words_/.test(String(name))) continue;
    const [columns = []] = await run(id, `PRAGMA table_xinfo(${quoteName(String(name))})`);
    const shown = columns
      .filter((column) => column[6] !== 1)
      .flatMap((column) => exact(quoteName(String(column[1]))));
    const [found = []] = await run(id, `SELECT ${shown.join(", ")} FROM ${quoteName(String(name))}`);
    rows[String(name)] = found.map((row) => row.join("|")).toSorted();
  }
  return { schema, rows };
}

async function assertComesBack(from: string, into: string): Promise<Dump> {
  const taken = await dump(from);
  await loadDump(databases, into, taken);
  expect(await contents(into)).toEqual(await contents(from));
  return taken;
}

test("all that SQLite can hold comes back as it was, and what was there before is gone", async () => {
  const [from, into] = [await make("from"), await make("into")];
  await run(
    from,
    "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL DEFAULT 'a;b', made TEXT AS (text || '!') STORED) STRICT",
    "INSERT INTO parent (text) VALUES ('it''s; -- no comment'), (''), ('zwölf 🍞' || char(10) || char(13)), ('nul' || char(0) || 'within')",
    "DELETE FROM parent WHERE id = 2",
    'CREATE TABLE "a ""strange"" name" ("select" ANY, [b c], x REAL, y BLOB, z NUMERIC)',
    `INSERT INTO "a ""strange"" name" VALUES
      (9223372036854775807, -9223372036854775808, 0.1, x'00ff27', 1e300),
      (NULL, 9007199254740993, 3.0, x'', 12345678901234567890),
      (-0.0, 'text', 9e999, x'27', 1.7976931348623157e308)`,
    "CREATE TABLE pairs (a TEXT, b INTEGER, parent REFERENCES parent (id) ON DELETE RESTRICT, PRIMARY KEY (b, a)) WITHOUT ROWID",
    "INSERT INTO pairs VALUES ('x', 2, 1), ('y', 1, NULL), ('z', 1, 3)",
    "CREATE TABLE early (id INTEGER PRIMARY KEY, late REFERENCES late (id) ON DELETE CASCADE)",
    "CREATE TABLE late (id INTEGER PRIMARY KEY, early REFERENCES early (id))",
    "INSERT INTO late VALUES (1, NULL)",
    "INSERT INTO early VALUES (7, 1)",
    "UPDATE late SET early = 7",
    "CREATE TABLE numbered (rowid TEXT, _rowid_ TEXT, oid TEXT)",
    "INSERT INTO numbered VALUES ('same', 'same', 'same'), ('same', 'same', 'same')",
    "CREATE TABLE empty (a)",
    "CREATE VIRTUAL TABLE words USING fts5 (text)",
    "INSERT INTO words (rowid, text) VALUES (5, 'bread and butter'), (9, 'milk')",
    "CREATE UNIQUE INDEX by_text ON parent (text) WHERE id > 0",
    "CREATE VIEW shout AS SELECT upper(text) AS text FROM parent",
    "CREATE TRIGGER noted AFTER INSERT ON parent BEGIN INSERT INTO empty SELECT CASE 1 WHEN 1 THEN ';' END; END",
  );
  await run(
    into,
    "CREATE TABLE parent (other)",
    "CREATE TABLE child (p REFERENCES uncle (id) ON DELETE RESTRICT)",
    "CREATE TABLE uncle (id INTEGER PRIMARY KEY)",
    "INSERT INTO uncle VALUES (1)",
    "INSERT INTO child VALUES (1)",
    "CREATE VIEW old AS SELECT * FROM child",
  );

  const taken = await assertComesBack(from, into);
  expect(taken.snapshot).toBe(true);
  expect(taken.tables.find(({ name }) => name === "parent")).toEqual({ name: "parent", rows: 3 });
  const [found] = await run(into, "SELECT rowid FROM words WHERE words MATCH 'butter'");
  expect(found).toEqual([[5]]);

  await run(into, "INSERT INTO parent (text) VALUES ('next')");
  expect((await run(into, "SELECT max(id) FROM parent"))[0]).toEqual([[5]]);
});

test("any rows come back", async () => {
  const [from, into] = [await make("any-from"), await make("any-into")];
  const hex = fc.uint8Array({ maxLength: 20 }).map((bytes) => `x'${Buffer.from(bytes).toString("hex")}'`);
  const value = fc.oneof(
    fc.constant("NULL"),
    hex,
    hex.map((it) => `CAST(x'${Buffer.from(it).toString("hex")}' AS TEXT)`),
    fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((it) => it.toExponential()),
    fc.string({ unit: "grapheme" }).map((it) => `'${it.replaceAll("\0", "").replaceAll("'", "''")}'`),
  );
  const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(rows, async (all) => {
      const values = all.map((row) => `(${row.join(", ")})`).join(", ");
      await run(from, "DROP TABLE IF EXISTS t", "CREATE TABLE t (a, b, c)", `INSERT INTO t VALUES ${values}`);
      await assertComesBack(from, into);
    }),
    { numRuns: 30 },
  );
});

test("rows larger than a statement, and tables larger than a request, come back", async () => {
  const [from, into] = [await make("large-from"), await make("large-into")];
  const bread = "it's ".repeat(30_000);
  await run(
    from,
    "CREATE TABLE large (id INTEGER PRIMARY KEY, a BLOB, b TEXT)",
    "INSERT INTO large VALUES (1, randomblob(1500000), NULL), (2, randomblob(60000), NULL), (3, x'', 'nul' || char(0))",
    "CREATE TABLE many (id INTEGER PRIMARY KEY, a BLOB)",
    "CREATE TABLE pairs (a INTEGER, b BLOB, PRIMARY KEY (a)) WITHOUT ROWID",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO many SELECT i * 3, randomblob(1000) FROM n",
    "INSERT INTO pairs SELECT id, a FROM many",
  );
  await databases.batch(from, [{ sql: "INSERT INTO large VALUES (4, NULL, ?1)", params: [bread] }]);
  const taken = await assertComesBack(from, into);
  expect(taken.snapshot).toBe(false);
});

test("a dump that cannot be loaded whole changes nothing", async () => {
  const id = await make("whole");
  await run(id, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
  const before = await contents(id);
  const sql = "CREATE TABLE t (a NOT NULL); INSERT INTO t VALUES (2); INSERT INTO t VALUES (NULL)";
  await expect(loadDump(databases, id, { sql, tables: [] })).rejects.toThrow(/NOT NULL/);
  expect(await contents(id)).toEqual(before);
});

test("a contentless full-text index is refused, since its text cannot be read again", async () => {
  const id = await make("contentless");
  await run(id, "CREATE VIRTUAL TABLE words USING fts5 (text, content = '')");
  await expect(dump(id)).rejects.toThrow(/words is a contentless full-text index/);
});
