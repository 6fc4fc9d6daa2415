import { describe, expect, test } from "vitest";
import type { UploadedValues } from "../core/variables.ts";
import { hasOtherValues, valuesOf } from "./values.ts";

const values = (digests: UploadedValues["digests"]): UploadedValues => ({ digests, unnamed: [] });
const upload = (digests: UploadedValues["digests"]) => ({ metadata: {}, cwd: "", values: values(digests) });

describe("a release is uploaded anew", () => {
  test("where a variable has another value, or is set by now", () => {
    expect(hasOtherValues(upload({ A: "1" }), values({ A: "2" }))).toBe(true);
    expect(hasOtherValues(upload({ A: null }), values({ A: "1" }))).toBe(true);
  });

  test("where that was begun and its end not seen", () => {
    expect(hasOtherValues({ ...upload({ A: "1" }), unfinished: true }, values({ A: "1" }))).toBe(true);
  });

  test("but not with the same values, nor for one that is not set now", () => {
    expect(hasOtherValues(upload({ A: "1" }), values({ A: "1" }))).toBe(false);
    expect(hasOtherValues(upload({ A: "1" }), values({ A: null }))).toBe(false);
  });

  test("nor where nobody recorded its values", () => {
    expect(hasOtherValues(undefined, values({ A: "1" }))).toBe(false);
    expect(hasOtherValues({ metadata: {}, cwd: "" }, values({ A: "1" }))).toBe(false);
  });
});

test("KIT_VALUES is what the kit wrote, or nothing", () => {
  const given = values({ A: "1", B: null });
  expect(valuesOf({ KIT_VALUES: JSON.stringify(given) })).toEqual(given);
  expect(valuesOf({})).toBeUndefined();
  expect(() => valuesOf({ KIT_VALUES: "A=1" })).toThrow("which the kit did not write");
});
