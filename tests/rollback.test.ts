import { afterAll, beforeAll, expect, test } from "vitest";
import { Platform } from "./platform.ts";
import { healthOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
  for (const release of ["v1", "v2", "v3"]) await ship(release);
}, 180_000);
afterAll(() => workspace.cleanup());

async function ship(release: string): Promise<void> {
  await workspace.write("apps/shop/public/robots.txt", `# ${release}\n`);
  if (release === "v3") {
    await workspace.write(
      "apps/shop/migrations/0002_notes.sql",
      "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n",
    );
  }
  await workspace.kit("deploy", "shop");
  await workspace.kit("promote", "shop", "--profile", "prod");
  await workspace.kit("approve", "shop", "--gate", "prod-approval");
  await workspace.kit("resume", "shop");
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release });
}

const back = (...args: string[]) => workspace.kit("rollback", "shop", "--profile", "prod", ...args);

test("a dry run says where it would go and what it will not undo, and changes nothing", async () => {
  const dry = await back("--dry-run");
  expect(dry.code).toBe(0);
  expect(dry.stdout).toMatch(/0002_notes\.sql stays applied, and v2 does not know of it/);
  expect(dry.stdout).toContain("prod would serve v2 again, and v3 would be found bad");
  expect((await back("--dry-run", "--json")).json()).toMatchObject({
    from: "v3",
    to: "v2",
    migrationsAhead: ["0002_notes.sql"],
    obstacles: [],
  });
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v3" });
});

test("a config that nobody can read is no obstacle to looking or to going back", async () => {
  const undo = await workspace.replace("apps/shop/alchemy.config.ts", "export default", "export {{{ default");
  const looked = await workspace.kit("status", "shop");
  expect(looked.code).toBe(0);
  expect(looked.stdout).toMatch(/cannot be loaded: .* Going by the ledger/);
  expect(looked.stdout).toMatch(/prod .* v3 healthy/);
  expect((await back("--dry-run")).code).toBe(0);
  expect((await workspace.kit("deploy", "shop")).code).toBe(2);
  await undo();
});

test("with v1, v2 and v3 good, two in a row go back twice, never forward, and a third refuses", async () => {
  expect((await back()).code).toBe(0);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v2" });
  expect((await back()).code).toBe(0);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });
  const third = await back();
  expect(third.code).toBe(1);
  expect(third.stderr).toContain("no earlier release of shop was good there");
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });
});

test("a secret that was changed since is told before anything is changed, and stops the rollback", async () => {
  await ship("v4");
  await new Platform(await workspace.emulator()).setSecret("shop-prod", "TOKEN", "new");
  const told = /a secret of shop-prod was changed since v1 was uploaded.* \(10220\)/;
  const dry = await back("--dry-run");
  expect(dry.code).toBe(1);
  expect(dry.stdout).toMatch(told);
  const refused = await back();
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(told);
  expect(refused.stderr).toContain("Nothing was changed, and v4 serves on");
  expect((await workspace.kit("history", "shop")).stdout).not.toContain("v4 found bad");
});

test("a dry run names a resource that the old release needs and that is gone", async () => {
  await new Platform(await workspace.emulator()).deleteDatabase("shop-prod-db");
  const dry = await back("--dry-run");
  expect(dry.code).toBe(1);
  expect(dry.stdout).toMatch(/v1 needs DB \(d1\), which is no longer there/);
});
