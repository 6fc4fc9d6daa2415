import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Platform } from "./platform.ts";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());

/** Workers and databases, but for what the kit keeps for itself. */
async function left(): Promise<string[]> {
  const { workers, databases } = names.parse(await new Platform(await workspace.emulator()).everything());
  return [...workers.map(({ id }) => id), ...databases.map(({ name }) => name)].filter(
    (name) => name !== "kit-ledger",
  );
}

const names = z.object({
  workers: z.array(z.object({ id: z.string() })),
  databases: z.array(z.object({ name: z.string() })),
});

const smoke = (env: Record<string, string>) => workspace.run(["scripts/smoke-cloudflare.sh"], { env });

test("the whole way works on the emulator, and nothing of it is left", async () => {
  const { code, stdout, stderr } = await smoke({ KIT_TARGET: "emulator" });
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  expect(stdout).toMatch(/v1 serves prod[\s\S]*v2 serves prod[\s\S]*v1 serves prod[\s\S]*each following/);
  expect(stdout).toContain("== The whole way works");
  expect(await workspace.changes()).toBe("");
  expect(await left()).toEqual([]);
});

test("a fault on the way ends it with 1, and nothing of it is left either", async () => {
  const health = "templates/features/d1/worker/src/api/health.ts.insert";
  const mend = await workspace.replace(health, "FROM items", "FROM nothing");
  const { code, stdout } = await smoke({ KIT_TARGET: "emulator" });
  await mend();
  expect(code).not.toBe(0);
  expect(stdout).toContain("== It failed");
  expect(await workspace.changes()).toBe("");
  expect(await left()).toEqual([]);
});

test("without an account it says so, and stamps nothing", async () => {
  const { code, stderr } = await smoke({ HOME: join(workspace.root, ".kit") });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/nobody has logged in[\s\S]*kit login/);
  expect(await workspace.changes()).toBe("");
});
