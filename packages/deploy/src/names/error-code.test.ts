import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { errorCodes } from "./error-code.ts";

const src = resolve(import.meta.dirname, "..");
const code = [...new Bun.Glob("**/*.ts").scanSync({ cwd: src })]
  .filter((file) => !file.endsWith(".test.ts") && file !== "names/error-code.ts")
  .map((file) => readFileSync(resolve(src, file), "utf8"))
  .join("\n");

test("every code is of some error that the kit makes, but for GitHub's, which its answers choose", () => {
  const unused = errorCodes.filter((each) => !code.includes(`"${each}"`));
  expect(unused.filter((each) => !each.startsWith("github-"))).toEqual([]);
});

test("codes are sorted, and each is there once", () => {
  expect([...errorCodes]).toEqual([...new Set(errorCodes)].toSorted());
});
