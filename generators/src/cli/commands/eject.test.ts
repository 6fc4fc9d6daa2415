import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { emptyRepository, type Repository } from "../../testing/repository.ts";
import { gen } from "../../testing/run-gen.ts";

let repository: Repository;
const at = (path: string) => join(repository.root, path);
const run = (...args: string[]) => gen(repository.root, ...args);

beforeEach(() => {
  repository = emptyRepository();
  const devDependencies = { "@kit/deploy": "npm:@alchemy-kit/deploy@1.2.3" };
  writeFileSync(
    at("package.json"),
    JSON.stringify({ name: "empty", workspaces: ["apps/*"], devDependencies }),
  );
});
afterEach(() => repository.remove());

it("copies the templates, which stamp the same as before", async () => {
  await run("app", "one", "--no-install");
  expect(await run("eject", "templates", "--no-install")).toMatchObject({ code: 0, err: "" });
  await run("app", "two", "--no-install");
  const [one, two] = ["one", "two"].map((app) => readFileSync(at(`apps/${app}/kit.json`), "utf8"));
  expect(Object.keys(JSON.parse(two ?? "").files)).toEqual(Object.keys(JSON.parse(one ?? "").files));
});

it("what is changed in them is stamped, and reaches older apps by an update", async () => {
  await run("app", "shop", "--no-install");
  await run("eject", "templates", "--no-install");
  appendFileSync(at("templates/worker/README.md.hbs"), "\nOurs: {{name}}.\n");
  mkdirSync(at("templates/own"));
  writeFileSync(at("templates/own/template.json"), '{ "version": "1.0.0", "description": "Our own" }');
  writeFileSync(at("templates/own/hello.txt.hbs"), "hello {{name}}\n");

  expect(await run("update", "shop", "--no-install")).toMatchObject({ code: 0 });
  expect(readFileSync(at("apps/shop/README.md"), "utf8")).toMatch(/\nOurs: shop\.\n$/);
  expect(await run("app", "mine", "--template", "own", "--no-install")).toMatchObject({ code: 0 });
  expect(readFileSync(at("apps/mine/hello.txt"), "utf8")).toBe("hello mine\n");
  const { templates } = JSON.parse((await run("list", "--json")).out);
  expect(templates).toContainEqual({ name: "own", version: "1.0.0", description: "Our own" });
});

it("copies what stamps them too, without its tests, and has gen be that", async () => {
  await run("eject", "templates", "--no-install");
  const read = (path: string) => JSON.parse(readFileSync(at(path), "utf8"));
  expect(read("package.json")).toMatchObject({
    workspaces: ["apps/*", "generators", "packages/*"],
    scripts: { gen: "bun generators/src/main.ts" },
  });
  const manifest = read("generators/package.json");
  expect(manifest.dependencies).toMatchObject({
    "@alchemy-kit/deploy": "1.2.3",
    "@alchemy-kit/scaffold": "workspace:*",
  });
  expect(manifest.bin).toBeUndefined();
  const files = readdirSync(at("."), { recursive: true }).map(String);
  expect(files).toEqual(expect.arrayContaining(["generators/plopfile.ts", "packages/scaffold/src/apply.ts"]));
  expect(files.filter((path) => /^(generators|packages).*test/.test(path))).toEqual([]);
});

it("refuses where the kit has created no repository, and copies nothing", async () => {
  writeFileSync(at("package.json"), '{ "workspaces": ["apps/*"] }');
  const { code, err } = await run("eject", "templates", "--no-install");
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining("no repository that the kit has created"),
  });
  expect(existsSync(at("templates"))).toBe(false);
});

it("shows with --dry-run what it would copy, and copies nothing", async () => {
  const { code, out } = await run("eject", "templates", "--dry-run", "--no-install");
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringContaining("+++ b/templates/app/template.json"),
  });
  expect(existsSync(at("templates"))).toBe(false);
});

it("leaves a folder named templates alone that is something else", async () => {
  mkdirSync(at("templates/mails"), { recursive: true });
  writeFileSync(at("templates/mails/welcome.txt"), "hi");
  expect(await run("app", "shop", "--no-install")).toMatchObject({ code: 0 });
});

it.each([
  ["nothing", []],
  ["something else", ["engine"]],
])("refuses %s with one sentence", async (_what, args) => {
  const { code, err } = await run("eject", ...args);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("eject templates\n") });
});

it("refuses a second time", async () => {
  await run("eject", "templates", "--no-install");
  expect(await run("eject", "templates", "--no-install")).toMatchObject({
    code: 2,
    err: expect.stringContaining("already"),
  });
});
