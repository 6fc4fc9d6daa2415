import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { must } from "./testing/finish.ts";

const root = join(import.meta.dirname, "../../..");
const source = join(root, "packages/deploy");

let folder: string;
let at: { cwd: string };
beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "deploy-package-"));
  at = { cwd: folder };
  await must(["bun", join(source, "build.ts"), join(folder, "package")], { cwd: root });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifestFile = () => join(folder, "package/package.json");
const manifest = async () => JSON.parse(await readFile(manifestFile(), "utf8"));
const kit = async (...args: string[]) =>
  must(["bun", join(folder, "package", (await manifest()).bin.kit), ...args], at);

it("has its command as one file of JavaScript a command, for Bun, and every file that its manifest exports", async () => {
  const { bin, exports, scripts, publishConfig } = await manifest();
  expect(await readFile(join(folder, "package", bin.kit), "utf8")).toMatch(/^#!\/usr\/bin\/env bun\n/);
  const chunks = await readdir(join(folder, "package/lib"));
  for (const command of ["deploy", "promote", "status", "rollback"])
    expect(chunks.some((chunk) => chunk.startsWith(`${command}-`))).toBe(true);
  for (const file of Object.values<string>(exports))
    expect(existsSync(join(folder, "package", file))).toBe(true);
  expect({ scripts, publishConfig }).toEqual({ scripts: undefined, publishConfig: undefined });
});

it("is published without tests, fixtures and the simulation", async () => {
  const files = await readdir(join(folder, "package"), { recursive: true });
  expect(files.filter((file) => /\.(test|fixture|contract)\.|(^|\/)simulation\//.test(file))).toEqual([]);
  expect(files).toContain("src/platform/cloudflare/alchemy/index.ts");
});

it("helps as the sources do, and loads no schema for that", async () => {
  expect(await kit("--help")).toBe(await must(["bun", join(source, "src/cli/main.ts"), "--help"], at));
  expect(await kit("status", "--help")).toContain("status shop --json");
  const entry = await readFile(join(folder, "package", (await manifest()).bin.kit), "utf8");
  expect(entry).not.toMatch(/ZodObject/);
});

it("says the version of the manifest that it is installed with", async () => {
  const given = await manifest();
  await writeFile(manifestFile(), JSON.stringify({ ...given, version: "9.8.7" }));
  expect(await kit("--version")).toBe("9.8.7\n");
  await writeFile(manifestFile(), JSON.stringify(given));
});

it("finds the emulator that it depends on, from where it is installed", async () => {
  await writeFile(join(folder, "package.json"), '{ "workspaces": ["apps/*"] }');
  expect(JSON.parse(await kit("emulator", "status", "--json"))).toMatchObject({ running: false });
});
