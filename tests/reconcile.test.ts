import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { killWhole } from "./kill.ts";
import { Platform } from "./platform.ts";
import { healthOf, statusOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
  await workspace.kit("deploy", "shop");
  await workspace.replace("apps/shop/src/page/app.tsx", "everyone", "everybody");
  await workspace.kit("deploy", "shop");
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v2" });
}, 120_000);
afterAll(() => workspace.cleanup());

const report = z.object({
  drifts: z.array(z.object({ kind: z.string(), text: z.string(), outcome: z.object({ kind: z.string() }) })),
});
const reconcile = async (...args: string[]) => {
  const finished = await workspace.kit("reconcile", "shop", "--json", ...args);
  return { code: finished.code, ...report.parse(finished.json()) };
};

const platform = async () => new Platform(await workspace.emulator());

test("what is as the ledger says is left alone", async () => {
  expect(await reconcile()).toEqual({ code: 0, drifts: [] });
});

test("traffic that somebody moved by hand is found, and put back by --fix through the ledger", async () => {
  const live = (await statusOf(workspace, "shop")).profiles.staging?.traffic[0]?.version;
  const account = await platform();
  const other = (await account.versionsDeployed("shop-staging")).find((version) => version !== live);
  await account.deploy("shop-staging", other ?? "");
  expect(await reconcile()).toMatchObject({ code: 1, drifts: [{ outcome: { kind: "found" } }] });
  expect(await reconcile("--fix")).toMatchObject({ code: 0, drifts: [{ outcome: { kind: "fixed" } }] });
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v2" });
  expect(await reconcile()).toEqual({ code: 0, drifts: [] });
  expect((await workspace.kit("audit", "verify", "shop")).code).toBe(0);
});

test("a run that was killed is found, and finished by --fix", async () => {
  await workspace.replace("apps/shop/src/page/app.tsx", "everybody", "all of you");
  const child = workspace.start("deploy", "shop");
  const account = await platform();
  const intended = `SELECT 1 FROM event WHERE body LIKE '%"effect-intended"%' AND body LIKE '%"provision"%'`;
  while ((await account.query("kit-ledger", intended)).length < 3) expect(child.exitCode).toBeNull();
  killWhole(child.pid);
  await child.exited;
  const found = await reconcile();
  expect(found.drifts.map(({ kind }) => kind)).toContain("run-interrupted");
  expect((await reconcile("--fix")).code).toBe(0);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v3" });
});
