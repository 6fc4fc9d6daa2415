import { afterAll, beforeAll, expect, test } from "vitest";
import { healthOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
  await ship("v1");
  await workspace.replace("apps/shop/src/page/app.tsx", "everyone", "everybody");
  await ship("v2");
}, 120_000);
afterAll(() => workspace.cleanup());

async function ship(release: string): Promise<void> {
  await workspace.kit("deploy", "shop");
  await workspace.kit("promote", "shop", "--profile", "prod");
  await workspace.kit("approve", "shop", "--gate", "prod-approval");
  await workspace.kit("resume", "shop");
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release });
}

const on = (command: string, ...more: string[]) =>
  workspace.kit(command, "shop", "--profile", "prod", ...more);

test("a barrier wants a reason", async () => {
  const held = await on("hold");
  expect(held).toMatchObject({ code: 2, stderr: expect.stringContaining("--reason is missing") });
});

test("a lock lets nothing through, not even a rollback, and says who put it there and why", async () => {
  expect(await on("lock", "--reason", "moving house")).toMatchObject({ code: 0 });
  const refused = await on("rollback");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /tester@example\.com put a lock on prod .*: moving house\. Nothing was changed/,
  );
  expect(refused.stderr).toContain("kit unlock shop --profile prod");
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v2" });
  expect((await on("lock", "--reason", "again")).code).toBe(1);
  expect((await on("unlock", "--reason", "done")).code).toBe(0);
  expect((await on("unlock", "--reason", "done")).code).toBe(1);
});

test("a hold stops a promotion, also one that waits already, and never a rollback", async () => {
  await workspace.replace("apps/shop/src/page/app.tsx", "everybody", "all of you");
  await workspace.kit("deploy", "shop");
  expect((await on("promote")).code).toBe(3);
  await workspace.kit("approve", "shop", "--gate", "prod-approval");
  expect((await on("hold", "--reason", "the sale is on")).code).toBe(0);

  for (const refused of [await workspace.kit("resume", "shop"), await on("promote")]) {
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("the sale is on");
  }
  expect((await on("rollback")).code).toBe(0);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });

  expect((await on("unhold", "--reason", "over")).code).toBe(0);
  expect((await workspace.kit("resume", "shop")).code).toBe(0);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v3" });
});
