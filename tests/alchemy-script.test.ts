import { afterAll, beforeAll, expect, test } from "vitest";
import { healthOf, statusOf } from "./served.ts";
import { type Finished, Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  expect((await workspace.gen("app", "shop", "--yes")).code).toBe(0);
});
afterAll(() => workspace?.cleanup());

/** `bun alchemy …` in the app's folder. */
function alchemy(...args: string[]): Promise<Finished> {
  return workspace.run([process.execPath, "alchemy", ...args], { cwd: "apps/shop" });
}

/** A program as its own authors ship it, in the app's folder, told where the emulator is as `kit emulator status` says. */
async function unmodified(...command: string[]): Promise<Finished> {
  const { apiUrl, accountId, token } = await workspace.emulator();
  return workspace.run([process.execPath, "x", "--bun", ...command], {
    cwd: "apps/shop",
    env: {
      CLOUDFLARE_BASE_URL: apiUrl,
      CLOUDFLARE_API_BASE_URL: apiUrl,
      CLOUDFLARE_ACCOUNT_ID: accountId,
      CLOUDFLARE_API_TOKEN: token,
      ALCHEMY_PASSWORD: "a password of the test",
      ALCHEMY_TELEMETRY_DISABLED: "1",
      WRANGLER_SEND_METRICS: "false",
    },
  });
}

// One story: each test goes on from the one before it.

test("alchemy deploy --profile staging is kit deploy", async () => {
  const deployed = await alchemy("deploy", "--profile", "staging", "--json");
  expect(deployed.code).toBe(0);
  expect(deployed.json()).toMatchObject({ profile: "staging", release: "v1", outcome: "succeeded" });
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v1", profile: "staging" });
});

test("alchemy deploy --profile of a later one is kit promote", async () => {
  const waiting = await alchemy("deploy", "--profile", "prod");
  expect(waiting.code).toBe(3);
  expect(waiting.stdout).toContain("run kit approve shop --gate prod-approval");
  expect((await workspace.kit("approve", "shop", "--gate", "prod-approval")).code).toBe(0);
  expect((await alchemy("deploy", "--profile", "prod")).code).toBe(0);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1", profile: "prod" });
});

test("alchemy deploy --profile … --version v1 is kit rollback", async () => {
  await workspace.replace("apps/shop/src/api/health.ts", 'status: "ok"', 'status: "fine"');
  expect((await alchemy("deploy", "--profile", "staging")).code).toBe(0);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v2", status: "fine" });

  const back = await alchemy("deploy", "--profile", "staging", "--version", "v1");
  expect(back.code).toBe(0);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v1", status: "ok" });
  expect((await statusOf(workspace, "shop")).profiles.staging?.traffic).toMatchObject([
    { release: "v1", percentage: 100 },
  ]);
});

test("alchemy deploy --stage mine is plain alchemy, and what it deploys answers", async () => {
  expect((await alchemy("deploy", "--stage", "mine")).code).toBe(0);
  const { port } = new URL((await workspace.emulator()).workersUrl);
  const answer = await fetch(`http://shop-mine.localhost:${port}/api/health`);
  expect(await answer.json()).toMatchObject({ status: "fine", profile: "mine", release: null });
  expect((await workspace.kit("history", "shop")).stdout).not.toContain("mine");
});

test("alchemy deploy --stage prod is refused, by the script and by alchemy's own command", async () => {
  const before = await statusOf(workspace, "shop");
  for (const refused of [
    await alchemy("deploy", "--stage", "prod"),
    await unmodified("alchemy", "deploy", "--stage", "prod"),
    await unmodified("alchemy", "destroy", "--stage", "prod"),
  ]) {
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("shop has releases at prod");
    expect(refused.stderr).toContain("Nothing was changed");
    expect(refused.stderr).toContain("--profile prod");
  }
  expect(await statusOf(workspace, "shop")).toEqual(before);
});

test("wrangler lists the deployments of a Worker that the kit released", async () => {
  const listed = await unmodified("wrangler", "deployments", "list", "--name", "shop-prod");
  expect(listed.code).toBe(0);
  const { version } = await healthOf(workspace, "shop-prod");
  expect(listed.stdout).toContain(`(100%) ${version}`);
  expect(listed.stdout).toContain("v1@sha256:");
});

test("alchemy's own command is refused --profile without --stage, which it would take for credentials", async () => {
  const before = await statusOf(workspace, "shop");
  for (const command of ["deploy", "destroy"]) {
    const refused = await unmodified("alchemy", command, "--profile", "staging");
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining(`bun alchemy ${command} --profile staging`),
    ]);
  }
  expect(await statusOf(workspace, "shop")).toEqual(before);
});

test("alchemy state list --profile looks at the profile", async () => {
  const listed = await alchemy("state", "list", "--profile", "staging");
  expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining("shop/staging/db")]);
});

test("alchemy destroy --profile is refused where it is not clear what is meant", async () => {
  const before = await statusOf(workspace, "shop");
  for (const [args, says] of [
    [["destroy", "--profile", "staging"], "it needs --yes"],
    [["destroy", "--profile", "nosuch", "--yes"], 'no profile "nosuch"'],
    [["destroy", "--profile", "staging", "--stage", "mine", "--yes"], "two places"],
    [["destroy", "--yes", "--profile"], "needs one profile"],
  ] as const) {
    const refused = await alchemy(...args);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(says)]);
  }
  expect(await statusOf(workspace, "shop")).toEqual(before);
});

test("alchemy destroy --profile is kit destroy, wherever the flag stands", async () => {
  const staging = await alchemy("destroy", "--profile", "staging", "--yes");
  expect([staging.code, staging.stdout]).toEqual([0, expect.stringContaining("staging of shop is gone")]);
  const prod = await alchemy("--profile=production", "destroy", "--yes");
  expect([prod.code, prod.stdout]).toEqual([0, expect.stringContaining("prod of shop is gone")]);
  expect((await statusOf(workspace, "shop")).profiles).toMatchObject({
    staging: { release: null },
    prod: { release: null },
  });
});
