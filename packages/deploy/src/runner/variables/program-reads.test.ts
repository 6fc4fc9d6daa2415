import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { programReads } from "./program-reads.ts";

const homes: string[] = [];
afterAll(() => Promise.all(homes.map((home) => rm(home, { recursive: true }))));

/** A repository of these files, with an installed package and a workspace package. */
async function reads(files: Record<string, string>) {
  const root = await mkdtemp(join(tmpdir(), "program-reads-"));
  homes.push(root);
  const all = {
    "node_modules/installed/package.json": `{ "name": "installed", "main": "index.js" }`,
    "node_modules/installed/index.js": `exports.a = process.env.OF_THE_INSTALLED`,
    "node_modules/alchemy/package.json": `{ "name": "alchemy", "main": "index.js" }`,
    "node_modules/alchemy/index.js": `export default process.env.OF_ALCHEMY`,
    "packages/names/package.json": `{ "name": "@shop/names", "exports": "./src/index.ts" }`,
    "packages/names/src/index.ts": `export const key: string = process.env.OF_THE_PACKAGE!`,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await Bun.write(join(root, path), text);
  }
  await mkdir(join(root, "node_modules/@shop"), { recursive: true });
  await symlink(join(root, "packages/names"), join(root, "node_modules/@shop/names"));
  return programReads({ dir: join(root, "apps/shop") });
}

test("an app without a program of its own reads nothing", async () => {
  expect(await reads({})).toEqual({ names: [], unnamed: [] });
});

test("all that the program imports of the repository's own is read, and nothing that is installed", async () => {
  expect(
    await reads({
      "apps/shop/alchemy.run.ts": `import alchemy from "alchemy"; import { a } from "installed";
        import { key } from "@shop/names"; import { helper } from "./infra/helper"; use(process.env.OWN as string)`,
      "apps/shop/infra/helper.ts": `export { default as helper } from "./deeper.js"`,
      "apps/shop/infra/deeper.ts": `export default () => process.env.OF_THE_HELPER`,
      "apps/shop/infra/unused.ts": `export const a = process.env.UNUSED`,
    }),
  ).toEqual({ names: ["OF_THE_HELPER", "OF_THE_PACKAGE", "OWN"], unnamed: [] });
});

test("modules that import each other are read once", async () => {
  const files = {
    "apps/shop/alchemy.run.ts": `import "./a.ts"`,
    "apps/shop/a.ts": `import "./b.ts"; use(process.env.A)`,
    "apps/shop/b.ts": `import "./a.ts"; import "./gone.ts"; use(process.env.B)`,
  };
  expect(await reads(files)).toEqual({ names: ["A", "B"], unnamed: [] });
});

test("what the kit gives, and what tells of the machine, is left out", async () => {
  const run = `use(process.env.CLOUDFLARE_API_TOKEN, process.env.ALCHEMY_PASSWORD, process.env.CI, process.env.HOME,
    process.env.KIT_RELEASE, process.env.NODE_ENV, process.env.GITHUB_CLIENT_SECRET, process.env.CLOUDFLARE_ZONE)`;
  expect((await reads({ "apps/shop/alchemy.run.ts": run })).names).toEqual([
    "CLOUDFLARE_ZONE",
    "GITHUB_CLIENT_SECRET",
  ]);
});

test("where a helper reads by any name, the file is told of, and names in capitals anywhere are taken", async () => {
  const files = {
    "apps/shop/alchemy.run.ts": `import { required } from "./helper.ts"; use(required("API_KEY"), "lower", "GET")`,
    "apps/shop/helper.ts": `export const required = (name: string) => process.env[name] ?? fail(name)`,
  };
  expect(await reads(files)).toEqual({ names: ["API_KEY", "GET"], unnamed: ["helper.ts"] });
});

test("a module that cannot be parsed is told of", async () => {
  expect((await reads({ "apps/shop/alchemy.run.ts": `this is { no program` })).unnamed).toEqual([
    "alchemy.run.ts",
  ]);
});

test("dead branches, types and other syntaxes of TypeScript hide nothing", async () => {
  const run = `enum E { A } ; if (process.env.NODE_ENV === "x") use(process.env.IN_A_BRANCH);
    const a = (process.env as Record<string, string>).CAST; const b = process.env.SURE!; const c = <string>process.env.OLD;
    const d = process.env.SATISFIED satisfies string | undefined; await using e = open(process.env.USED);`;
  expect((await reads({ "apps/shop/alchemy.run.ts": run })).names).toEqual([
    "CAST",
    "IN_A_BRANCH",
    "OLD",
    "SATISFIED",
    "SURE",
    "USED",
  ]);
});
