import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Platform } from "./platform.ts";
import { healthOf, statusOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
}, 120_000);
afterAll(() => workspace.cleanup());

const platform = async () => new Platform(await workspace.emulator());

/** Waits until the ledger holds an event that reads like this. */
async function untilLedgerHas(text: string): Promise<void> {
  const account = await platform();
  const sql = `SELECT count(*) AS found FROM event WHERE body LIKE '%${text}%'`;
  const counted = z.array(z.object({ found: z.number() }));
  while (counted.parse(await account.query("kit-ledger", sql))[0]?.found === 0);
}

test("a newer release that reaches the gate supersedes the one that waits there", async () => {
  await workspace.kit("deploy", "shop");
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);
  await workspace.replace("apps/shop/src/page/app.tsx", "everyone", "everybody");
  await workspace.kit("deploy", "shop");
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);

  const { runs } = await statusOf(workspace, "shop");
  expect(runs).toMatchObject([{ release: "v2", profile: "prod", waitingFor: "prod-approval" }]);
  const { stdout } = await workspace.kit("history", "shop");
  expect(stdout).toMatch(/superseded: v2 reached the gate/);
});

test("of two who go on with it at once one works, and the other is told who and since when", async () => {
  await workspace.kit("approve", "shop", "--gate", "prod-approval");
  const first = workspace.kit("resume", "shop");
  await untilLedgerHas('"effect-intended","run":"r4"');
  const second = await workspace.kit("resume", "shop");
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(
    /tester@example\.com \(.+, process \d+\) has been working on prod since \d{4}-/,
  );
  expect(await first).toMatchObject({ code: 0 });
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v2" });
});

test("of two who deploy the same at once, both end with it serving, once", async () => {
  await workspace.replace("apps/shop/src/page/app.tsx", "everybody", "all of you");
  const both = await Promise.all([workspace.kit("deploy", "shop"), workspace.kit("deploy", "shop")]);
  expect(both.map(({ code }) => code)).toContain(0);
  for (const { code, stderr } of both)
    if (code !== 0) expect(stderr).toMatch(/has been working on staging since/);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v3" });
  const { stdout } = await workspace.kit("history", "shop");
  expect(stdout.match(/v3 released/g)).toHaveLength(1);
  expect((await workspace.kit("audit", "verify", "shop")).code).toBe(0);
});
