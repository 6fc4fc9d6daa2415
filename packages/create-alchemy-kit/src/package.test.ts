import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Built, build } from "./testing/built.ts";
import { must } from "./testing/finish.ts";

const packages = join(import.meta.dirname, "../..");

let built: Built;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built.remove());

const read = (path: string) => readFile(join(built.package, path), "utf8");
const manifestOf = async (folder: string) => JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

it("fetches nothing else to run, and says what it runs on", async () => {
  const manifest = await manifestOf(built.package);
  for (const field of ["dependencies", "devDependencies", "scripts", "private"]) {
    expect(manifest).not.toHaveProperty(field);
  }
  expect(manifest).toMatchObject({ type: "module", engines: { node: ">=20.19.0" }, license: "MIT" });
});

it("has each command where its manifest says, for the program that runs it", async () => {
  const { bin } = await manifestOf(built.package);
  expect(await read(bin["create-alchemy-kit"])).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(await read(bin["kit-gen"])).toMatch(/^#!\/usr\/bin\/env bun\n/);
});

it("packs every template, those that npm would leave out under their own names too", async () => {
  const packed = await must(["npm", "pack", "--dry-run", "--json"], { cwd: built.package });
  const [{ files }] = JSON.parse(packed);
  const paths = files.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "repository/_gitattributes",
      "repository/_gitignore",
      "source.json",
      "repository/.github/workflows/deploy.yml",
      "repository/scripts/create-app.sh",
      "workflows/reconcile.yml",
      "templates/app/template.json",
      "templates/worker/template.json",
      "templates/features/kv/feature.json",
    ]),
  );
});

it("stamps the versions of the kit that it is published with", async () => {
  const deploy = await manifestOf(join(packages, "deploy"));
  const { version } = await manifestOf(join(packages, "create-alchemy-kit"));
  const { out } = await built.create(["my-app", "--dry-run", "--json"]);
  const { plan } = JSON.parse(out);
  for (const path of ["package.json", "apps/my-app/package.json"]) {
    const { after } = plan.find((change: { path: string }) => change.path === path);
    expect(JSON.parse(after).devDependencies).toMatchObject({
      "@kit/deploy": `npm:@alchemy-kit/deploy@${deploy.version}`,
      ...(path === "package.json" && { "create-alchemy-kit": version }),
    });
  }
});
