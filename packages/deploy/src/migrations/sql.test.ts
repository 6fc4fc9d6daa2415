import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quoteName, sqlName, sqlStatements } from "./sql.ts";

const texts = (sql: string) => sqlStatements(sql).map(({ text }) => text);

describe("SQL is taken apart into statements", () => {
  test.each([
    ["nothing", " ;; -- only this\n;", []],
    ["a last one without a semicolon", "SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["semicolons in strings", "SELECT 'a;b', 'it''s;'; SELECT 2", ["SELECT 'a;b', 'it''s;'", "SELECT 2"]],
    [
      "semicolons in names",
      'SELECT "a;b", `c;d`, [e;f]; SELECT 2',
      ['SELECT "a;b", `c;d`, [e;f]', "SELECT 2"],
    ],
    ["comments around", "/* a; */ SELECT 1 -- b;\n; -- c\n", ["SELECT 1"]],
    ["a comment within", "SELECT /* ; */ 1; SELECT 2", ["SELECT /* ; */ 1", "SELECT 2"]],
    ["a quote in a comment", "-- it's\nSELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["a string left open", "SELECT 'a; SELECT 2", ["SELECT 'a; SELECT 2"]],
    ["a transaction", "BEGIN; SELECT 1; END", ["BEGIN", "SELECT 1", "END"]],
    [
      "a trigger, with a CASE",
      "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END; SELECT 3",
      [
        "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END",
        "SELECT 3",
      ],
    ],
  ])("%s", (_what, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  test("whatever strings, names and comments hold, the statements come back as they were", () => {
    const anything = fc.string({ unit: "binary" }).map((it) => it.replaceAll("\0", ""));
    const piece = fc.oneof(
      anything.map((it) => `'${it.replaceAll("'", "''")}'`),
      anything.map(quoteName),
      anything.map((it) => `/*${it.replaceAll("*/", "")}*/`),
      anything.map((it) => `--${it.replaceAll("\n", "")}\n`),
      fc.constantFrom("a", "12", "(", ")", "x'00'"),
    );
    const statement = fc
      .array(piece, { maxLength: 6 })
      .map((pieces) => ["SELECT", ...pieces, "end"].join(" "));
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), (statements) => {
        expect(texts(statements.join(" ; "))).toEqual(statements);
      }),
    );
  });

  test("a quoted name means what was quoted, but for ASCII capitals", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const [only] = sqlStatements(quoteName(name));
        const lower = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
        expect(sqlName(only?.tokens[0])).toBe(lower);
      }),
    );
  });
});
