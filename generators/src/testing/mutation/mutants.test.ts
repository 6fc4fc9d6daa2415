import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FEATURES } from "../../template/feature.ts";
import { combine, stamp } from "../combinations.ts";
import { MUTANTS } from "./mutants.ts";

const files = await stamp(combine("app", FEATURES));

it.each(MUTANTS)("$file has this in one place, and $test is there: $before", ({ by, test, file, before }) => {
  expect(files.get(file)?.split(before)).toHaveLength(2);
  expect(by === "app" ? files.has(test) : existsSync(join(import.meta.dirname, "../../../..", test))).toBe(
    true,
  );
});

it("every file of the code is broken somewhere, and every test of it is tried", () => {
  const paths = [...files.keys()].filter((path) => /^src\/.*\.tsx?$/.test(path) && path !== "src/testing.ts");
  const known = new Set(MUTANTS.flatMap(({ test, file }) => [test, file]));
  expect(paths.filter((path) => !known.has(path))).toEqual([]);
});
