import { expect, it } from "vitest";
import { FEATURES } from "../template/feature.ts";
import { combine, stamp } from "../testing/combinations.ts";
import { MUTANTS } from "./mutants.ts";

const files = await stamp(combine("app", FEATURES));

it.each(MUTANTS)("$file has this in one place, and $test is there: $before", ({ test, file, before }) => {
  expect(files.get(file)?.split(before)).toHaveLength(2);
  expect(files.has(test)).toBe(true);
});

it("every file of the Worker is broken somewhere, and every test of it is tried", () => {
  const paths = [...files.keys()].filter((path) => path.startsWith("src/") && path.endsWith(".ts"));
  const ofThePage = (path: string) => path.startsWith("src/page/") || path === "src/testing.ts";
  const known = new Set(MUTANTS.flatMap(({ test, file }) => [test, file]));
  expect(paths.filter((path) => !ofThePage(path) && !known.has(path))).toEqual([]);
});
