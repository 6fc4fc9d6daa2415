import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkAppName } from "../../names/name.ts";
import type { App } from "../load-app.ts";
import { assertSelfContained } from "./assert-self-contained.ts";
import { bundleProgram } from "./program.ts";

const shop = checkAppName("shop");
if (!shop.ok) throw new Error(shop.reason);
const { name } = shop;
let app: App;
beforeEach(async () => {
  const dir = await mkdtemp(join(tmpdir(), "kit-bundle-"));
  app = { name, dir, config: { name, profiles: {}, resources: {}, pipeline: [] } };
});
afterEach(() => rm(app.dir, { recursive: true }));

const write = (path: string, text: string) => Bun.write(join(app.dir, path), text);
const packageOf = (folder: string, manifest: object) =>
  write(`${folder}/package.json`, JSON.stringify({ name: folder.split("/").at(-1), ...manifest }));

async function bundle(program: string): Promise<string> {
  await write("alchemy.run.ts", program);
  const { code } = await bundleProgram(app, process.env);
  assertSelfContained(app, code);
  return code;
}

describe("the bundled infrastructure program carries", () => {
  beforeEach(async () => {
    await write("node_modules/whole/index.js", 'export const value = "packed";');
    await packageOf("node_modules/whole", { main: "./index.js" });
    await write("node_modules/parted/bun.js", 'export const value = "packed";');
    await packageOf("node_modules/parted", {
      exports: { "./part": { bun: "./bun.js", default: "./none.js" } },
    });
    await write("node_modules/again/index.js", 'export * from "whole";');
    await packageOf("node_modules/again", { main: "./index.js" });
    await write("node_modules/old/index.js", 'exports.value = "packed";');
    await packageOf("node_modules/old", { main: "./index.js" });
    await write("own/deep.ts", 'export { value } from "whole";');
    await write("own/notes.txt", "packed");
    await write("own/data.json", '{ "value": "packed" }');
    await mkdir(join(app.dir, "src"));
  });

  test.each([
    ["an installed package", 'import { value } from "whole"; console.log(value);'],
    ["a part of a package", 'import { value } from "parted/part"; console.log(value);'],
    ["what a package hands on", 'import { value } from "again"; console.log(value);'],
    ["a CommonJS package", 'import { value } from "old"; console.log(value);'],
    [
      "a package that only a file of the app imports",
      'import { value } from "./own/deep.ts"; console.log(value);',
    ],
    ["a package imported when it is needed", 'const { value } = await import("whole"); console.log(value);'],
    ["a text", 'import text from "./own/notes.txt" with { type: "text" }; console.log(text);'],
    ["a JSON file", 'import data from "./own/data.json"; console.log(data.value);'],
  ])("%s", async (_, program) => {
    const code = await bundle(program);
    expect(code).toContain("packed");
    expect(code).not.toMatch(/from "|import\("/);
  });

  test("neither alchemy nor the kit", async () => {
    const code = await bundle(
      'import alchemy from "alchemy"; import { Worker } from "alchemy/cloudflare"; import { kitState } from "@kit/deploy/alchemy"; console.log(alchemy, Worker, kitState);',
    );
    expect([...code.matchAll(/from "(.*?)"/g)].map(([, from]) => from)).toEqual([
      "alchemy",
      "alchemy/cloudflare",
      "@kit/deploy/alchemy",
    ]);
  });

  test("what an installed package looks for by itself is left to it", async () => {
    await write("node_modules/lazy/index.js", "export const load = (name) => import(name);");
    await packageOf("node_modules/lazy", { main: "./index.js" });
    expect(await bundle('import { load } from "lazy"; console.log(load);')).toContain("import(name)");
  });
});

test.each([
  ["import()", "const name = process.env.NAME; await import(name);", "imports name"],
  ["import() of a sum", "await import('./' + process.env.NAME);", "process.env.NAME"],
  ["require()", 'const names = ["a"]; for (const each of names) require(each);', "imports each"],
  ["import() in a helper", 'import { load } from "./own/load.ts"; await load("x");', "imports file"],
])("a program whose %s cannot be told is refused, naming it", async (_, program, named) => {
  await write("own/load.ts", "export const load = (file: string) => import(file);");
  await expect(bundle(program)).rejects.toThrow(named);
});

test("a package that is not installed is refused, by name", async () => {
  await expect(bundle('import "not-installed";')).rejects.toThrow('"not-installed"');
});
