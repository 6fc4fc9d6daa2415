import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { converse, keys, type Line } from "../../../generators/src/testing/converse.ts";
import { type Built, build, withRealNode } from "./testing/built.ts";

let built: Built;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built.remove());

/** Runs the published file under Node on a terminal, with these in the environment. */
function talk(args: readonly string[], lines: readonly Line[], ...env: string[]) {
  const program = join(built.package, "lib/cli/create-alchemy-kit.js");
  const path = `PATH=${withRealNode(process.env.PATH ?? "")}`;
  return converse(["env", path, ...env, "node", program, ...args], built.cwd, lines);
}

it("asks when there are no arguments, and makes what was answered", async () => {
  const below = join(built.cwd, "below");
  await mkdir(below);
  const fromClone = [process.execPath, join(import.meta.dirname, "main.ts")];
  const { code, left, screen } = await converse(fromClone, below, [
    ["What is it called?", "my-shop"],
    ["my-shop", keys.enter],
    ["What shall it be?", keys.down],
    ["worker", keys.enter],
    ["What does it use?", keys.enter],
  ]);
  expect({ code, left }, screen).toEqual({ code: 0, left: [] });
  expect(screen).toContain("create ../my-shop --template worker --with d1");
  const manifest = readFileSync(join(built.cwd, "my-shop/apps/my-shop/kit.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ template: "worker", answers: { with: "d1" } });
});

it("says while it is typed which name will not do", async () => {
  await mkdir(join(built.cwd, "taken"));
  const name = await talk(
    [],
    [
      ["What is it called?", "Bad N"],
      ["This would do: bad-n", keys.interrupt],
    ],
  );
  expect(name).toMatchObject({ code: 130, left: [] });
  const outside = await talk(
    [],
    [
      ["What is it called?", "taken"],
      ["taken is there already.", keys.interrupt],
    ],
  );
  expect(outside).toMatchObject({ code: 130, left: [] });
});

it("leaves at Ctrl-C, with nothing made", async () => {
  const before = await readdir(built.cwd);
  const { code, left } = await talk([], [["What is it called?", keys.interrupt]]);
  expect({ code, left }).toEqual({ code: 130, left: [] });
  expect(await readdir(built.cwd)).toEqual(before);
});

it("with arguments never asks, not even on a terminal", async () => {
  const { code, screen } = await talk(["--template", "worker"], []);
  expect(code).toBe(2);
  expect(screen).toMatch(/Where shall it be made\? For example: (bun|npm) create alchemy-kit@/);
});

it("refuses flags that npm kept before it asks anything", async () => {
  const npm = ["npm_config_user_agent=npm/10.0.0 node/v20.0.0", "npm_config_git="];
  const { code, screen } = await talk([], [], ...npm);
  expect(code).toBe(2);
  expect(screen).toContain("npm kept some flags for itself");
});

it("without a terminal says what is missing", async () => {
  const { code, out, err } = await built.create([]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("Where shall it be made?");
  expect(existsSync(join(built.cwd, "my-app"))).toBe(false);
});
