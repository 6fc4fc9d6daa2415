import fc from "fast-check";
import { expect, test } from "vitest";
import { sqlStatements } from "../migrations/sql.ts";
import { bindLiterals } from "./bind-literals.ts";

function bind(sql: string) {
  const [statement] = sqlStatements(sql);
  if (!statement) throw new Error("There is no statement.");
  return bindLiterals(statement);
}

test("what D1 takes is left as it is", () => {
  expect(bind("INSERT INTO t VALUES ('a')")).toEqual({ sql: "INSERT INTO t VALUES ('a')", params: [] });
});

test("long texts and blobs become parameters, and only those", () => {
  const bread = "it's ".repeat(40_000);
  const bytes = "00ff".repeat(600_000);
  const sql = `INSERT INTO t VALUES ('short', '${bread.replaceAll("'", "''")}', X'${bytes}', 12)`;
  expect(bind(sql)).toEqual({
    sql: "INSERT INTO t VALUES ('short', ?4, CAST(unhex(?1) || unhex(?2) || unhex(?3) AS BLOB), 12)",
    params: [bytes.slice(0, 1_000_000), bytes.slice(1_000_000, 2_000_000), bytes.slice(2_000_000), bread],
  });
});

test("whatever the texts, the statement becomes short enough, and no text is lost", () => {
  const text = fc
    .tuple(fc.string(), fc.integer({ min: 1, max: 30_000 }))
    .map(([it, times]) => it.repeat(times));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
      const literals = texts.map((it) => `'${it.replaceAll("'", "''")}'`);
      const { sql, params } = bind(`SELECT ${literals.join(", ")}`);
      expect(Buffer.byteLength(sql)).toBeLessThan(100_000);
      const shown =
        sqlStatements(sql)[0]
          ?.tokens.filter(({ kind }) => kind === "string")
          .map(({ text: it }) => it) ?? [];
      const left = [...shown, ...params.map((it) => `'${it.replaceAll("'", "''")}'`)];
      expect(left.toSorted()).toEqual(literals.toSorted());
    }),
    { numRuns: 50 },
  );
});
