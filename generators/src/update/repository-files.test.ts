import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apply } from "@alchemy-kit/scaffold";
import { afterEach, beforeEach, expect, it } from "vitest";
import { planRepositoryFiles } from "../app/plan-repository-files.ts";
import { updateFolder } from "./update-folder.ts";

let root: string;
const at = (path: string) => join(root, path);

beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), "update-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const first = [
  { path: "_gitignore", text: "node_modules/\n" },
  { path: "package.json.hbs", text: '{\n  "name": "{{name}}",\n  "kit": "{{kit}}"\n}\n' },
  { path: "scripts/go.sh", text: "echo one\n" },
];
const second = [
  ...first.slice(0, 2),
  { path: "scripts/start.sh", text: "echo one\n" },
  { path: "docs/new.md", text: "new\n" },
];
const stamp = (files: typeof first, kit: string) => planRepositoryFiles(files, kit, { name: "shop", kit });

it("a repository's own files are updated like an app's: edits kept, moves followed, scripts still scripts", async () => {
  await apply(root, stamp(first, "1.0.0"));
  expect(statSync(at("scripts/go.sh")).mode & 0o111).not.toBe(0);
  writeFileSync(at(".gitignore"), "node_modules/\nmine/\n");
  writeFileSync(at("mine.txt"), "mine");

  const { plan, report } = await updateFolder(root, "", stamp(second, "2.0.0"));
  await apply(root, plan);
  expect(report.map(({ what, path }) => `${what} ${path}`)).toEqual([
    "updated package.json",
    "moved scripts/start.sh",
    "added docs/new.md",
  ]);
  expect(readFileSync(at("package.json"), "utf8")).toContain('"kit": "2.0.0"');
  expect(readFileSync(at(".gitignore"), "utf8")).toBe("node_modules/\nmine/\n");
  expect(statSync(at("scripts/start.sh")).mode & 0o111).not.toBe(0);
});

it("is the same stamp in whatever order its files are read", () => {
  expect(stamp([...first].reverse(), "1.0.0")).toEqual(stamp(first, "1.0.0"));
});

it("a file that its owner made executable stays so when it is edited", async () => {
  await apply(root, stamp([{ path: "run", text: "echo one\n" }], "1.0.0"));
  chmodSync(at("run"), 0o755);
  const { plan } = await updateFolder(root, "", stamp([{ path: "run", text: "echo two\n" }], "2.0.0"));
  await apply(root, plan);
  expect(statSync(at("run")).mode & 0o111).not.toBe(0);
});
