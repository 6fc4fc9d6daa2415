import { assert, constantFrom, dictionary, property } from "fast-check";
import { expect, test } from "vitest";
import { type UploadedValues, valueChanges } from "./variables.ts";

const values = (digests: UploadedValues["digests"]): UploadedValues => ({ digests, unnamed: [] });

test("another value, one that was set and one that no longer is are told apart", () => {
  const before = values({ A: "1", B: null, C: "3", SAME: "4", UNSET: null });
  expect(valueChanges(before, values({ A: "2", B: "2", C: null, SAME: "4", UNSET: null }))).toEqual([
    { name: "A", kind: "changed" },
    { name: "B", kind: "added" },
    { name: "C", kind: "removed" },
  ]);
});

test("a variable that only one of two programs reads is no difference", () => {
  expect(valueChanges(values({ OLD: "1" }), values({ NEW: "1" }))).toEqual([]);
  expect(valueChanges(values({}), values({ constructor: "1" }))).toEqual([]);
  expect(valueChanges(values({ constructor: "1" }), values({}))).toEqual([]);
});

const some = dictionary(constantFrom("A", "B", "C", "D"), constantFrom("1", "2", null)).map(values);

test("against itself nothing differs, and the other way round the same names do", () => {
  assert(property(some, (one) => valueChanges(one, one).length === 0));
  assert(
    property(some, some, (one, other) => {
      const names = (changes: ReturnType<typeof valueChanges>) => changes.map(({ name }) => name);
      expect(names(valueChanges(one, other))).toEqual(names(valueChanges(other, one)));
    }),
  );
});
