import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareMigrations, migrationIn, migrationsAhead } from "./migration.ts";
import { type MigrationFault, migrationFaults, reviewMigrations } from "./migration-fault.ts";
import { quoteName } from "./sql.ts";

/** What is found in one migration that a release brings. */
function faultsOf(sql: string): MigrationFault[] {
  return migrationFaults({ brings: [{ name: "0002.sql", sql }], changed: [], missing: [] });
}

const severities = (sql: string) => faultsOf(sql).map(({ severity }) => severity);

describe("what a release brings", () => {
  const named = (...names: string[]) => names.map((name) => ({ name, sql: name }));

  test("is what the serving release lacks, in the order in which it is applied", () => {
    const { brings } = compareMigrations(
      named("1_a.sql"),
      named("seed.sql", "10_c.sql", "1_a.sql", "2_b.sql"),
    );
    expect(brings.map(({ name }) => name)).toEqual(["2_b.sql", "10_c.sql", "seed.sql"]);
  });

  test("and what it changed or lost of what was applied", () => {
    const change = compareMigrations(named("1.sql", "2.sql"), [{ name: "1.sql", sql: "other" }]);
    expect(change).toEqual({ brings: [], changed: ["1.sql"], missing: ["2.sql"] });
    expect(
      migrationFaults(change).map(({ file, statement, severity }) => [file, statement, severity]),
    ).toEqual([
      ["1.sql", null, "breaks"],
      ["2.sql", null, "breaks"],
    ]);
  });

  test("stays when the code goes back", () => {
    expect(migrationsAhead(["1.sql", "2.sql", "3.sql"], ["1.sql"])).toEqual(["2.sql", "3.sql"]);
    expect(migrationsAhead(["1.sql"], ["1.sql", "2.sql"])).toEqual([]);
  });

  test("is nothing between a release and itself, whatever it holds", () => {
    const migrations = fc.uniqueArray(fc.record({ name: fc.string(), sql: fc.string() }), {
      selector: ({ name }) => name,
    });
    fc.assert(
      fc.property(migrations, (same) => {
        expect(compareMigrations(same, same)).toEqual({ brings: [], changed: [], missing: [] });
      }),
    );
  });
});

describe("what would break the release that serves", () => {
  test.each([
    ["DROP TABLE items"],
    ["drop table if exists main.items"],
    ["DROP VIEW totals"],
    ["ALTER TABLE items RENAME TO things"],
    ["ALTER TABLE items RENAME COLUMN text TO title"],
    ["ALTER TABLE items RENAME text TO title"],
    ["ALTER TABLE items DROP COLUMN text"],
    ["ALTER TABLE items DROP text"],
    ["ALTER TABLE items ADD COLUMN owner TEXT NOT NULL"],
    ["ALTER TABLE items ADD owner TEXT NOT NULL DEFAULT NULL"],
    ["ALTER TABLE items ADD COLUMN owner TEXT NOT NULL CHECK (CAST(owner AS TEXT) <> '')"],
    ["ALTER TABLE items ADD COLUMN owner TEXT NOT NULL DEFAULT (NULL)"],
    ["ALTER TABLE items ADD COLUMN owner TEXT CHECK (owner IS NOT NULL)"],
    ["ALTER TABLE items ADD COLUMN owner TEXT CHECK (length(owner) > 0 AND owner NOTNULL)"],
    ["ALTER TABLE items ALTER COLUMN owner SET NOT NULL"],
  ])("%s", (sql) => {
    expect(severities(sql)).toEqual(["breaks"]);
  });

  test.each([
    ["CREATE TABLE carts (id INTEGER PRIMARY KEY, owner TEXT NOT NULL)"],
    ["ALTER TABLE items ADD COLUMN owner TEXT"],
    ["ALTER TABLE items ADD COLUMN owner TEXT NOT NULL DEFAULT ''"],
    ["ALTER TABLE items ADD COLUMN half INTEGER NOT NULL GENERATED ALWAYS AS (id / 2)"],
    ["ALTER TABLE items ADD COLUMN owner TEXT DEFAULT '' CHECK (owner IS NOT NULL)"],
    ["ALTER TABLE items ADD COLUMN kind TEXT CHECK (kind IN ('a', 'b'))"],
    ["DELETE FROM items WHERE text = ''"],
    [
      "CREATE TABLE a (x); DELETE FROM a; CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT RAISE(ABORT, 'no'); END",
    ],
    ["CREATE INDEX by_text ON items (text)"],
    ["DROP INDEX by_text"],
    ["INSERT INTO items (text) VALUES ('DROP TABLE items')"],
    ["-- DROP TABLE items;"],
    ["CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items; END"],
    ["CREATE TABLE a (x); ALTER TABLE a DROP COLUMN x; ALTER TABLE a RENAME TO b; DROP TABLE b"],
    ["CREATE TABLE a (x); CREATE UNIQUE INDEX u ON a (x)"],
    ["CREATE VIEW v AS SELECT 1; DROP VIEW v"],
  ])("is not %s", (sql) => {
    expect(faultsOf(sql)).toEqual([]);
  });

  test.each([
    ["DELETE FROM items"],
    ["delete from main.items;"],
    ["CREATE TRIGGER t BEFORE INSERT ON items WHEN new.text = '' BEGIN SELECT RAISE(ABORT, 'empty'); END"],
    ["CREATE TEMP TRIGGER t BEFORE DELETE ON items BEGIN SELECT raise (IGNORE); END"],
    ["CREATE UNIQUE INDEX u ON items (text)"],
    ["DROP VIEW v; CREATE VIEW v AS SELECT 1"],
    ["CREATE TABLE IF NOT EXISTS items (x); CREATE UNIQUE INDEX IF NOT EXISTS u ON items (x)"],
  ])("may be %s", (sql) => {
    expect(severities(sql)).toEqual(["risks"]);
  });

  test("an index that goes is found where it was unique", () => {
    const serving = [
      {
        name: "1.sql",
        sql: "CREATE UNIQUE INDEX IF NOT EXISTS u ON items (text); CREATE INDEX i ON items (id)",
      },
    ];
    const coming = [...serving, { name: "2.sql", sql: "DROP INDEX i; DROP INDEX IF EXISTS U" }];
    expect(reviewMigrations(coming, serving).faults).toMatchObject([
      { statement: "DROP INDEX IF EXISTS U", severity: "risks" },
    ]);
  });

  test("of ten thousand tables made anew each is found once, as fast as it is read", () => {
    const rebuilt = Array.from({ length: 10_000 }, (_, at) => `DROP TABLE t${at}; CREATE TABLE t${at} (x);`);
    const faults = faultsOf(rebuilt.join("\n"));
    expect(faults).toHaveLength(10_000);
    expect(faults.every(({ reason }) => reason.includes("made anew"))).toBe(true);
  });

  test("a table made anew is found once, for what it is", () => {
    const faults = faultsOf(`
      CREATE TABLE items_new (id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK (text <> ''));
      INSERT INTO items_new SELECT id, text FROM items;
      DROP TABLE items;
      ALTER TABLE items_new RENAME TO items;`);
    expect(faults).toEqual([
      {
        file: "0002.sql",
        statement: "DROP TABLE items",
        severity: "breaks",
        reason: "the table items is made anew, and what serves may not fit its new shape",
      },
    ]);
  });

  test("what one file makes, the next may drop", () => {
    const brings = [
      { name: "2.sql", sql: "CREATE TABLE a (x)" },
      { name: "3.sql", sql: "DROP TABLE a" },
    ];
    expect(migrationFaults({ brings, changed: [], missing: [] })).toEqual([]);
  });

  const filler = fc.constantFrom(" ", "\n", "\t", " /* ; ' */ ", " -- it's;\n");
  const spelled = (word: string) =>
    fc
      .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
      .map((upper) => [...word].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(""));

  test("however a statement is spelled and whatever the table is called", () => {
    const name = fc.string({ minLength: 1 });
    const [drop, table] = [spelled("drop"), spelled("table")];
    fc.assert(
      fc.property(drop, filler, table, filler, name, (first, gap, second, space, called) => {
        expect(severities(`SELECT 1;${first}${gap}${second}${space}${quoteName(called)}`)).toEqual([
          "breaks",
        ]);
      }),
    );
  });

  test("nothing in a string or a comment is", () => {
    const text = fc.string().map((it) => `${it} DROP TABLE items; `);
    fc.assert(
      fc.property(text, (it) => {
        const string = `SELECT '${it.replaceAll("'", "''")}';`;
        const comment = `/* ${it.replaceAll("*/", "")} */ SELECT 1;`;
        expect(faultsOf(string + comment)).toEqual([]);
      }),
    );
  });
});

describe("migrations in several folders", () => {
  const create = "CREATE TABLE a (x);";
  const [shop, mail] = [migrationIn("shop", "1.sql", create), migrationIn("mail", "1.sql", create)];

  test("are told with their folder's path, but for migrations/", () => {
    const { brings } = compareMigrations([], [shop, migrationIn("migrations", "1.sql", create)]);
    expect(brings.map(({ name }) => name)).toEqual(["shop/1.sql", "1.sql"]);
  });

  test("are applied in the order of their numbers, folder by folder", () => {
    const numbered = ["10_c.sql", "9_b.sql"].map((id) => migrationIn("db/shop", id, create));
    const { brings } = compareMigrations([], [mail, ...numbered]);
    expect(brings.map(({ name }) => name)).toEqual(["mail/1.sql", "db/shop/9_b.sql", "db/shop/10_c.sql"]);
  });

  test("are the same in a folder that got another name, with other line endings", () => {
    const moved = migrationIn("db/shop", "1.sql", create.replace(" ", "\r\n "));
    const before = migrationIn("shop", "1.sql", create.replace(" ", "\n "));
    const unchanged = { brings: [], changed: [], missing: [] };
    expect(compareMigrations([before, mail], [moved, mail])).toEqual(unchanged);
  });

  test("are gone with a folder that no other shares a file with", () => {
    const { brings, missing } = compareMigrations([shop], [migrationIn("other", "2.sql", create)]);
    expect([brings.map(({ name }) => name), missing]).toEqual([["other/2.sql"], ["shop/1.sql"]]);
  });

  test("say nothing of another database's tables", () => {
    const drop = migrationIn("mail", "2.sql", "DROP TABLE a");
    const change = { brings: [shop, drop], changed: [], missing: [] };
    expect(migrationFaults(change)).toMatchObject([{ file: "mail/2.sql", severity: "breaks" }]);
  });

  test("make nothing new where the database has it", () => {
    const again = migrationIn("shop", "2.sql", "CREATE TABLE a (x); DROP TABLE a;");
    const change = { brings: [again], changed: [], missing: [] };
    expect(migrationFaults(change)).toEqual([]);
    expect(migrationFaults(change, [], new Set(["a"]))).toMatchObject([{ statement: "DROP TABLE a" }]);
  });
});
