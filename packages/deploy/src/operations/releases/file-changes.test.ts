import fc from "fast-check";
import { expect, test } from "vitest";
import { fileChanges } from "./file-changes.ts";

const path = fc.constantFrom("alchemy.run.js", "dist/a.js", "dist/b.js", "migrations/0001.sql");
const tree = fc
  .array(fc.tuple(path, fc.uint8Array({ maxLength: 3 })))
  .map((entries): ReadonlyMap<string, Uint8Array> => new Map(entries));

test("each kind of change, with sizes", () => {
  const before = new Map([
    ["a", new Uint8Array(1)],
    ["b", new Uint8Array(2)],
    ["c", Uint8Array.of(1)],
  ]);
  const after = new Map([
    ["b", new Uint8Array(2)],
    ["c", Uint8Array.of(2)],
    ["d", new Uint8Array(0)],
  ]);
  expect(fileChanges(before, after)).toEqual([
    { path: "a", kind: "removed", before: 1, after: null },
    { path: "c", kind: "changed", before: 1, after: 1 },
    { path: "d", kind: "added", before: null, after: 0 },
  ]);
});

test("what is not told of is the same in both", () => {
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      const told = new Set(fileChanges(before, after).map((change) => change.path));
      for (const name of [...before.keys(), ...after.keys()])
        if (!told.has(name)) expect(before.get(name)).toEqual(after.get(name));
    }),
  );
});

test("a tree has no changes to itself, and the way back is the way there reversed", () => {
  const reversed = { added: "removed", removed: "added", changed: "changed" } as const;
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      expect(fileChanges(before, new Map(before))).toEqual([]);
      expect(fileChanges(after, before)).toEqual(
        fileChanges(before, after).map((change) => ({
          ...change,
          kind: reversed[change.kind],
          before: change.after,
          after: change.before,
        })),
      );
    }),
  );
});
