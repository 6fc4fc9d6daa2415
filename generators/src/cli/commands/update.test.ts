import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "@alchemy-kit/scaffold";
import { afterEach, beforeEach, expect, it } from "vitest";
import { packFiles } from "../../shared/pack-files.ts";
import { emptyRepository, type Repository } from "../../testing/repository.ts";
import { gen } from "../../testing/run-gen.ts";
import { filesAsStamped } from "../../update/files-as-stamped.ts";

let repository: Repository;
let fresh: Record<string, string>;
const at = (path: string) => join(repository.root, "apps/shop", path);
const read = (path: string) => readFileSync(at(path), "utf8");
const run = (...args: string[]) => gen(repository.root, "update", ...args, "--no-install");

beforeEach(async () => {
  repository = emptyRepository();
  await gen(repository.root, "app", "shop", "--no-install");
  fresh = {
    "kit.json": read("kit.json"),
    "README.md": read("README.md"),
    "package.json": read("package.json"),
  };
});
afterEach(() => repository.remove());

/** Makes it so that the app was stamped by a template in which this file was that text. */
function stampedAs(path: string, text: string): void {
  const manifest = JSON.parse(read("kit.json"));
  const base = new Map([...filesAsStamped(manifest.files, manifest.base, new Map()), [path, text]]);
  const files = { ...manifest.files, [path]: digestOf(text) };
  writeFileSync(
    at("kit.json"),
    JSON.stringify({ ...manifest, templateVersion: "0.0.1", files, base: packFiles(base) }),
  );
  writeFileSync(at(path), text);
}

it("has nothing to do for what was just stamped", async () => {
  expect(await run()).toEqual({
    code: 0,
    out: "Everything is as it would be stamped now, but for what you have changed.\n",
    err: "",
  });
});

it("brings every app to what would be stamped now, and says what it did to which file", async () => {
  stampedAs("README.md", "# shop\n");
  const { code, out } = await run();
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(
      /^Updated apps\/shop: from 0\.0\.1 to \S+\n {2}updated +apps\/shop\/README\.md\n$/,
    ),
  });
  expect(read("kit.json")).toBe(fresh["kit.json"]);
  expect(read("README.md")).toBe(fresh["README.md"]);
});

it("shows with --dry-run what it would do by file, with the diff, and does nothing", async () => {
  stampedAs("README.md", "# shop\n");
  const before = read("kit.json");
  const { code, out } = await run("--dry-run");
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("Would update apps/shop") });
  expect(out).toContain("\n--- a/apps/shop/README.md\n+++ b/apps/shop/README.md\n");
  expect(read("kit.json")).toBe(before);
  expect(read("README.md")).toBe("# shop\n");
});

it("answers with one JSON object", async () => {
  stampedAs("README.md", "# shop\n");
  const { code, out, err } = await run("shop", "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toMatchObject({
    updated: [{ what: "apps/shop", from: "0.0.1" }],
    news: [{ what: "updated", path: "apps/shop/README.md" }],
    conflicts: [],
    dryRun: false,
    installed: false,
  });
});

it("ends with code 1 where both sides changed the same, names the files and what to do next", async () => {
  stampedAs("README.md", "# shop\n");
  writeFileSync(at("README.md"), "# my shop\n");
  const { code, out, err } = await run();
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining("conflict  apps/shop/README.md") });
  expect(err).toMatch(/1 file is in conflict.*\n {2}apps\/shop\/README\.md\n.*install && .* run test\n$/);
  expect(read("README.md")).toMatch(
    /<<<<<<< yours\n# my shop\n\|{7} as it was stamped\n# shop\n=======\n# shop\n/,
  );
  expect(await run()).toMatchObject({ code: 0 });
});

it("does not install where a package.json is in conflict, and leaves the lockfile alone", async () => {
  stampedAs("package.json", fresh["package.json"]?.replace('"vite build"', '"vite build --old"') ?? "");
  writeFileSync(at("package.json"), read("package.json").replace('"vite build --old"', '"mine"'));
  const { code, out } = await gen(repository.root, "update", "shop", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ conflicts: ["apps/shop/package.json"], installed: false });
  expect(existsSync(join(repository.root, "bun.lock"))).toBe(false);
});

it("what was removed stays away, and is named when the template has changed it", async () => {
  stampedAs("README.md", "# shop\n");
  rmSync(at("README.md"));
  const { code, out } = await run();
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("left out  apps/shop/README.md") });
  expect(existsSync(at("README.md"))).toBe(false);
});

it.each([
  ["an app that is not there", ["frob"], 2, "There is no app “frob” that was stamped"],
  ["two names", ["shop", "cart"], 2, "One app at a time"],
])("refuses %s", async (_what, args, code, sentence) => {
  expect(await run(...args)).toMatchObject({ code, out: "", err: expect.stringContaining(sentence) });
});

it("says what to do with a kit.json that git could not merge", async () => {
  writeFileSync(at("kit.json"), `<<<<<<< ours\n${read("kit.json")}=======\n{}\n>>>>>>> theirs\n`);
  expect(await run()).toMatchObject({
    code: 1,
    err: expect.stringContaining("git checkout --ours apps/shop/kit.json"),
  });
});

it.each([
  ["a template that is not here", { template: "gone" }, "which is not here"],
  ["what a later template has stamped", { templateVersion: "99.0.0" }, "Update the kit first"],
])("refuses %s, and changes nothing", async (_what, change, sentence) => {
  writeFileSync(at("kit.json"), JSON.stringify({ ...JSON.parse(read("kit.json")), ...change }));
  const before = repository.status();
  expect(await run()).toMatchObject({ code: 1, out: "", err: expect.stringContaining(sentence) });
  expect(repository.status()).toBe(before);
});
