import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Plan } from "./change.ts";
import { writeNew } from "./write-new.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), "write-new-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("writes texts and bytes, in folders of any depth, executable where that is asked for", async () => {
  await writeNew(root, [
    { kind: "write", path: "a/b/c.txt", after: "c\n" },
    { kind: "write", path: "run.sh", after: "#!/bin/sh\n", executable: true },
    { kind: "write", path: "a/picture", after: { base64: "AAEC" } },
  ]);
  expect(readFileSync(join(root, "a/b/c.txt"), "utf8")).toBe("c\n");
  expect([...readFileSync(join(root, "a/picture"))]).toEqual([0, 1, 2]);
  expect(statSync(join(root, "run.sh")).mode & 0o111).toBe(0o111);
});

it.each<[string, Plan]>([
  ["a path that leaves the folder", [{ kind: "write", path: "../evil", after: "" }]],
  [
    "a path twice",
    [
      { kind: "write", path: "a", after: "" },
      { kind: "write", path: "a", after: "" },
    ],
  ],
  [
    "a file that is a folder too",
    [
      { kind: "write", path: "a", after: "" },
      { kind: "write", path: "a/b", after: "" },
    ],
  ],
  ["an edit", [{ kind: "edit", path: "a", before: "", after: "b" }]],
])("refuses %s, and writes nothing", async (_what, plan) => {
  const also: Plan = [{ kind: "write", path: "fine", after: "" }, ...plan];
  await expect(writeNew(root, also)).rejects.toThrow();
  expect(() => statSync(join(root, "fine"))).toThrow("ENOENT");
});

it("overwrites nothing", async () => {
  writeFileSync(join(root, "a"), "mine");
  await expect(writeNew(root, [{ kind: "write", path: "a", after: "" }])).rejects.toThrow("EEXIST");
  expect(readFileSync(join(root, "a"), "utf8")).toBe("mine");
});
