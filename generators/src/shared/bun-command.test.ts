import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bunCommand, nextCommands } from "./bun-command.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "path-"));
  for (const folder of ["bin", ".npm/_npx/1f/node_modules/.bin", "repo/node_modules/.bin", "bun-node-0a"]) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, "bun"), "");
  }
  mkdirSync(join(root, "empty"));
});
afterAll(() => rmSync(root, { recursive: true }));

const path = (...folders: string[]) => folders.map((folder) => join(root, folder)).join(delimiter);

it("is bun where the user has Bun", () => {
  expect(bunCommand(path("empty", "repo/node_modules/.bin", "bin"))).toBe("bun");
});

it("is npx where only npx, a script or a repository brought Bun along", () => {
  const borrowed = path("empty", ".npm/_npx/1f/node_modules/.bin", "repo/node_modules/.bin", "bun-node-0a");
  expect(bunCommand(borrowed)).toBe("npx --yes bun");
  expect(bunCommand("")).toBe("npx --yes bun");
});

it("gives three commands to go on with", () => {
  expect(nextCommands("shop").map((command) => command.replace(/^.*run /, ""))).toEqual([
    "kit deploy shop --profile staging",
    "kit promote shop --profile prod",
    "kit dev shop",
  ]);
});
