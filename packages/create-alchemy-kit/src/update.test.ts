import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Built, build } from "./testing/built.ts";

let built: Built;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built.remove());

async function replace(path: string, before: string, after: string): Promise<void> {
  await writeFile(path, (await readFile(path, "utf8")).replace(before, after));
}

it("update brings a repository to a newer kit, and keeps what was edited", async () => {
  await built.create(["my-app", "--no-install", "--no-git"]);
  const at = (path: string) => join(built.cwd, "my-app", path);
  await appendFile(at("README.md"), "\nOurs.\n");
  await replace(join(built.package, "package.json"), '"version": "0.1.0"', '"version": "0.2.0"');
  await replace(
    join(built.package, "repository/README.md.hbs"),
    "Cloudflare apps that know",
    "Apps that know",
  );

  const { code, err } = await built.create(
    ["update", "--no-install"],
    {},
    { cwd: join(built.cwd, "my-app") },
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const readme = await readFile(at("README.md"), "utf8");
  expect(readme).toContain("\nApps that know");
  expect(readme).toMatch(/\nOurs\.\n$/);
  expect(JSON.parse(await readFile(at("package.json"), "utf8")).devDependencies).toMatchObject({
    "create-alchemy-kit": "0.2.0",
  });
});

it("update stamps the apps from the repository's own templates, where it has some", async () => {
  await built.create(["own-app", "--no-install", "--no-git"]);
  const at = (path: string) => join(built.cwd, "own-app", path);
  await cp(join(built.package, "templates"), at("templates"), { recursive: true });
  await appendFile(at("templates/worker/README.md.hbs"), "\nOurs: {{name}}.\n");
  const { code, err } = await built.create(["update", "--no-install"], {}, { cwd: at(".") });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(await readFile(at("apps/own-app/README.md"), "utf8")).toMatch(/\nOurs: own-app\.\n$/);
});

it("update says where it belongs when it is called elsewhere", async () => {
  const { code, err } = await built.create(["update"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("not a repository with apps") });
});
