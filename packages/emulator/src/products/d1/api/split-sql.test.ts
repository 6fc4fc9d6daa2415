import { Database } from "bun:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitSql } from "./split-sql.ts";

test.each([
  ["", []],
  [" ;; -- nothing\n ; /* ; */ ", []],
  ["SELECT 1", ["SELECT 1"]],
  ["SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]],
  [
    "SELECT ';', \"a;b\", `c;d`, [e;f]; SELECT 'it''s;'",
    ["SELECT ';', \"a;b\", `c;d`, [e;f]", "SELECT 'it''s;'"],
  ],
  ["SELECT 1 -- a; b\n, 2; SELECT /* ; */ 3", ["SELECT 1 -- a; b\n, 2", "SELECT /* ; */ 3"]],
  [
    "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END; SELECT 1",
    [
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END",
      "SELECT 1",
    ],
  ],
  [
    "create temp trigger t after insert on a begin select 1; end; select 2",
    ["create temp trigger t after insert on a begin select 1; end", "select 2"],
  ],
  ["SELECT CASE WHEN 1 THEN 2 END; SELECT 3", ["SELECT CASE WHEN 1 THEN 2 END", "SELECT 3"]],
])("splits %j", (sql, statements) => {
  expect(splitSql(sql)).toEqual(statements);
});

test("any values survive being written as literals between semicolons", () => {
  const database = new Database(":memory:");
  const literal = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const text = fc.string({
    unit: fc.constantFrom(";", "'", '"', "-", "/", "*", "`", "[", "\n", "a", "BEGIN "),
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (values) => {
      const sql = values.map((value) => `SELECT ${literal(value)} AS v`).join(";\n");
      const read = splitSql(sql).map((statement) => database.query<{ v: string }, []>(statement).get()?.v);
      expect(read).toEqual(values);
    }),
  );
});
