import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffLine, diffLines } from "./line-diff.ts";

const text = fc.array(fc.constantFrom("a", "b", "c", "")).map((lines) => lines.join("\n"));
const without = (lines: DiffLine[], kind: DiffLine["kind"]) =>
  lines
    .filter((line) => line.kind !== kind)
    .map((line) => line.text)
    .join("\n");

test("a changed line among others", () => {
  expect(diffLines("one\ntwo\nthree", "one\n2\nthree")).toEqual([
    { kind: "same", text: "one" },
    { kind: "removed", text: "two" },
    { kind: "added", text: "2" },
    { kind: "same", text: "three" },
  ]);
});

test("both texts can be read back from it", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      expect(without(lines, "added")).toBe(before);
      expect(without(lines, "removed")).toBe(after);
    }),
  );
});

test("a text has no difference to itself, and what was put in is all that is added", () => {
  fc.assert(
    fc.property(text, fc.nat(), (before, seed) => {
      expect(diffLines(before, before).every(({ kind }) => kind === "same")).toBe(true);
      const lines = before.split("\n");
      const after = lines.toSpliced(seed % (lines.length + 1), 0, "new").join("\n");
      expect(diffLines(before, after).filter(({ kind }) => kind !== "same")).toEqual([
        { kind: "added", text: "new" },
      ]);
    }),
  );
});
