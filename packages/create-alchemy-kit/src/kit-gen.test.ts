import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Built, build } from "./testing/built.ts";
import { finish } from "./testing/finish.ts";

let built: Built;
let root: string;
beforeAll(async () => {
  built = await build();
  await built.create(["my-app", "--no-install"]);
  root = join(built.cwd, "my-app");
});
afterAll(() => built.remove());

/** `bun run gen …` in a created repository, run from the published package. */
function gen(...args: string[]) {
  return finish(["bun", join(built.package, "lib/cli/kit-gen.js"), ...args], { cwd: root });
}

it("stamps another app from the templates it carries, and takes it away again", async () => {
  expect(await gen("app", "shop", "--with", "kv", "--no-install")).toMatchObject({ code: 0 });
  expect(JSON.parse((await gen("list", "--json")).out).apps).toMatchObject([
    { app: "my-app" },
    { app: "shop" },
  ]);
  expect(await gen("remove", "shop", "--no-install")).toMatchObject({ code: 0 });
  expect((await finish(["git", "status", "--porcelain"], { cwd: root })).out).toBe("");
});

it.each([
  ["app", "d1,kv,r2,do,queue,workflow,cron"],
  ["worker", "none"],
])("stamps what the kit's own repository stamps: %s with %s", async (template, features) => {
  const args = ["app", "shop", "--template", template, "--with", features, "--dry-run", "--json"];
  const { out } = await finish(
    ["bun", join(import.meta.dirname, "../../../generators/src/main.ts"), ...args],
    { cwd: root },
  );
  expect(JSON.parse((await gen(...args)).out)).toEqual(JSON.parse(out));
});

it("finds nothing to update in what was just made", async () => {
  expect(await gen("update", "--no-install")).toMatchObject({
    code: 0,
    out: expect.stringContaining("Everything is as it would be stamped now"),
  });
});

it("adopts a project of wrangler's", async () => {
  const project = join(root, "apps/mail");
  await mkdir(join(project, "src"), { recursive: true });
  await writeFile(join(project, "package.json"), '{ "name": "mail", "private": true }');
  await writeFile(join(project, "wrangler.jsonc"), '{ "name": "mail", "main": "src/index.ts" } // mine\n');
  await writeFile(join(project, "src/index.ts"), "export default { fetch: () => new Response() };\n");
  const { code, out, err } = await gen("adopt", "apps/mail", "--dry-run");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("apps/mail/alchemy.run.ts");
  await rm(project, { recursive: true });
});

it("ejects its templates and its own source, so that they are the repository's own", async () => {
  expect(await gen("eject", "templates", "--no-install")).toMatchObject({ code: 0 });
  expect(await readFile(join(root, "templates/app/template.json"), "utf8")).toContain('"version"');
  expect(await readFile(join(root, "generators/src/main.ts"), "utf8")).toMatch(/^#!\/usr\/bin\/env bun\n/);
});

it("stamps from those as they are changed", async () => {
  await appendFile(join(root, "templates/worker/README.md.hbs"), "\nOurs: {{#if has.d1}}{{name}}{{/if}}.\n");
  expect(await gen("app", "own", "--no-install")).toMatchObject({ code: 0, err: "" });
  expect(await readFile(join(root, "apps/own/README.md"), "utf8")).toMatch(/\nOurs: own\.\n$/);
});

it("takes the kit out of an app", async () => {
  const { code, err } = await gen("leave", "my-app", "--yes", "--no-install");
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(await readFile(join(root, "apps/my-app/package.json"), "utf8")).not.toContain("@kit");
});
