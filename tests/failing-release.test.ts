import { afterAll, beforeAll, expect, test } from "vitest";
import { startLoad } from "./load.ts";
import { healthOf, statusOf } from "./served.ts";
import { printedCommand, Workspace } from "./workspace.ts";

const health = "apps/shop/src/api/health.ts";

let workspace: Workspace;

/** v1 serves staging and prod. */
beforeAll(async () => {
  workspace = await Workspace.create();
  expect((await workspace.gen("app", "shop", "--yes")).code).toBe(0);
  expect((await shipUnderLoad()).resumed.code).toBe(0);
});
afterAll(() => workspace?.cleanup());

/** Makes the app's health answer 500 when `condition` holds. @returns what mends it */
function breakHealth(condition: string): Promise<() => Promise<void>> {
  const failing = `if (${condition}) return c.json({ status: "failing", ...about }, 500);`;
  return workspace.replace(health, "  try {\n", `  ${failing}\n  try {\n`);
}

/** Deploys what the folder holds, and takes it into prod while visitors are there. */
async function shipUnderLoad() {
  expect((await workspace.kit("deploy", "shop", "--profile", "staging")).code).toBe(0);
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);
  expect((await workspace.kit("approve", "shop", "--gate", "prod-approval")).code).toBe(0);
  const { workersUrl } = await workspace.emulator();
  const load = startLoad({ workersUrl, worker: "shop-prod" }, 2);
  const resumed = await workspace.kit("resume", "shop");
  await load.answered(20);
  return { resumed, visits: await load.stop() };
}

async function expectV1InProd(): Promise<void> {
  const { profiles, runs } = await statusOf(workspace, "shop");
  expect(profiles.prod).toMatchObject({
    release: "v1",
    health: "healthy",
    traffic: [{ release: "v1", percentage: 100 }],
  });
  expect(runs).toEqual([]);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1", profile: "prod" });
}

// One story: each test goes on from the one before it.

test("a release that fails in prod never takes traffic there, and the run says why", async () => {
  const mend = await breakHealth('c.env.PROFILE === "prod"');
  const { resumed, visits } = await shipUnderLoad();
  await mend();

  expect(resumed.code).toBe(1);
  expect(resumed.stderr).toContain("v2 did not get to prod");
  expect(resumed.stdout).toContain("/api/health answered 500 instead of 200");
  expect(visits.failures).toEqual([]);
  expect(Object.keys(visits.releases)).toEqual(["v1"]);
  await expectV1InProd();
});

test("its bytes are remembered as bad, and refused until somebody clears them by the printed command", async () => {
  const again = await workspace.kit("deploy", "shop");
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("v1 serves staging") });

  await breakHealth('c.env.PROFILE === "prod"');
  const refused = await workspace.kit("deploy", "shop");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("v2 was found bad (probe: /api/health answered 500");
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v1" });

  expect(await workspace.paste(printedCommand(refused))).toMatchObject({ code: 0 });
  expect(await workspace.kit("deploy", "shop")).toMatchObject({ code: 0 });
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v2" });
});

test("a release that fails only once it has the traffic gives it back, and no visitor is dropped", async () => {
  const override = 'c.req.header("Cloudflare-Workers-Version-Overrides")';
  await workspace.replace(health, 'c.env.PROFILE === "prod"', `c.env.PROFILE === "prod" && !${override}`);
  // Its page names another script and style, which a visitor may ask for when it has lost the traffic again.
  await workspace.replace("apps/shop/src/page/app.tsx", "A list that everyone", "New: a list that everyone");
  await workspace.replace("apps/shop/src/page/style.css", ":root {", ':root { --new: "";');
  const { resumed, visits } = await shipUnderLoad();

  expect(resumed.code).toBe(1);
  expect(resumed.stdout).toMatch(/v3 100 %.*prod-health +failed.*undo/s);
  expect(visits.failures).toEqual([]);
  expect(Object.keys(visits.releases).toSorted()).toEqual(["v1", "v3"]);
  await expectV1InProd();
  expect((await workspace.kit("history", "shop")).stdout).toContain("v3 found bad in prod");
});
