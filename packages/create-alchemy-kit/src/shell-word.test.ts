import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { shellWord } from "./shell-word.ts";

it("a shell reads back exactly what was quoted", () => {
  const words = fc.array(
    fc.string({ unit: "grapheme" }).filter((word) => !word.includes("\0")),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  fc.assert(
    fc.property(words, (given) => {
      const script = `printf '%s\\0' ${given.map(shellWord).join(" ")}`;
      const read = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
      expect(read).toEqual(given);
    }),
    { numRuns: 50 },
  );
});

it("leaves alone what needs no quotes", () => {
  expect(["../my-app", "d1,kv", "--no-git", ""].map(shellWord)).toEqual([
    "../my-app",
    "d1,kv",
    "--no-git",
    "''",
  ]);
});
