import fc from "fast-check";
import { expect, test } from "vitest";
import { exactReal } from "./exact-real.ts";

/** Both SQLite and JavaScript compute in IEEE 754 doubles, from left to right. */
function compute(sql: string): number {
  const [first = "", ...rest] = sql.split(" ");
  return rest.reduce((value, word, at) => {
    const operand = Number(rest[at + 1]);
    if (word === "*") return value * operand;
    return word === "/" ? value / operand : value;
  }, Number(first));
}

test("any number is written so that it is this very number again", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const sql = exactReal(number);
      expect(sql).toMatch(/^-?\d{1,16}\.0( [*/] \d{1,16}\.0)*$/);
      expect(compute(sql) === number).toBe(true);
    }),
    {
      numRuns: 2000,
      examples: [[5e-324], [-1.7976931348623157e308], [2 ** 53], [0.1], [1.1208172034069403e-299]],
    },
  );
});
