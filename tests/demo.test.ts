import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
let apps: string[];
beforeAll(async () => {
  workspace = await Workspace.create();
  apps = await readdir(join(workspace.root, "apps"));
});
afterAll(() => workspace.cleanup());

const demo = (...args: string[]) => workspace.run([process.execPath, "run", "demo", ...args]);

async function expectNothingLeft() {
  expect(await workspace.changes()).toBe("");
  expect(await readdir(join(workspace.root, "apps"))).toEqual(apps);
  expect(existsSync(join(workspace.root, ".kit"))).toBe(false);
}

test("the demo proves every step, prints what to go on with, and leaves nothing behind", async () => {
  const { code, stdout } = await demo();
  expect(stdout).toContain("Every step was proved.");
  expect(code).toBe(0);
  expect(stdout.match(/proof GET/g)).toHaveLength(6);
  await expectNothingLeft();

  const goOn = stdout.slice(stdout.indexOf("Go on with")).trim().split("\n").slice(1);
  expect(goOn).toHaveLength(3);
  for (const line of goOn) {
    const waits = line.includes("promote");
    expect(await workspace.paste(line)).toMatchObject({ code: waits ? 3 : 0 });
  }
  await workspace.kit("emulator", "stop");
  await workspace.run(["git", "clean", "-fdxq", "apps/shop", ".kit"]);
  await workspace.run(["git", "checkout", "--quiet", "."]);
}, 120_000);

test("it exits 1 when another release answers than the ledger says, and still cleans up", async () => {
  const { code, stdout } = await demo("--tamper");
  expect(code).toBe(1);
  expect(stdout).toMatch(/x-kit-release is v2; by the ledger it is v1/);
  await expectNothingLeft();
}, 120_000);

test("it knows its flags", async () => {
  const { code, stderr } = await demo("--temper");
  expect(code).toBe(2);
  expect(stderr).toContain("--temper");
});
