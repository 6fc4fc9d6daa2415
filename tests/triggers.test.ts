import { afterAll, beforeAll, expect, test } from "vitest";
import { Platform } from "./platform.ts";
import { healthOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

const program = "apps/jobs/alchemy.run.ts";
/** What brings work to prod with the first release. */
const first = {
  crons: ["0 3 * * *"],
  queues: ["jobs-prod-feedback"],
  workflows: ["jobs-prod-reminders"],
  domains: ["jobs.example.com"],
};

const config = `import { defineApp } from "@kit/deploy";

export default defineApp({
  name: "jobs",
  profiles: { staging: {}, prod: { domain: "jobs.example.com" } },
  async setup({ promote, gate, deploy }) {
    await promote("staging");
    await deploy("prod", { strategy: "all-at-once" });
    await gate("look", { type: "manual" });
  },
});
`;

let workspace: Workspace;
let platform: Platform;
beforeAll(async () => {
  workspace = await Workspace.create();
  const made = await workspace.gen("worker", "jobs", "--with", "queue,workflow,cron", "--yes");
  expect(made.code, made.stderr).toBe(0);
  await workspace.write("apps/jobs/alchemy.config.ts", config);
  await workspace.kit("emulator", "start");
  platform = new Platform(await workspace.emulator());
}, 120_000);
afterAll(() => workspace?.cleanup());

/** Takes what the folder holds through staging into prod, up to the last look at it. */
async function ship(): Promise<void> {
  const deployed = await workspace.kit("deploy", "jobs");
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);
  const promoted = await workspace.kit("promote", "jobs", "--profile", "prod");
  expect(promoted.code, promoted.stdout + promoted.stderr).toBe(3);
}

async function look(decision: "approve" | "reject"): Promise<number> {
  expect((await workspace.kit(decision, "jobs", "--gate", "look")).code).toBe(0);
  return (await workspace.kit("resume", "jobs")).code;
}

async function served(host: string): Promise<string | null> {
  const { workersUrl } = await workspace.emulator();
  return (await fetch(new URL("/api/health", workersUrl), { headers: { host } })).headers.get(
    "x-kit-release",
  );
}

// One story: each test goes on from the one before it.

test("a release's triggers, and the profile's domain, are there once it serves", async () => {
  await ship();
  expect(await look("approve")).toBe(0);
  expect(await platform.triggers("jobs-staging")).toMatchObject({ crons: ["0 3 * * *"], domains: [] });
  expect(await platform.triggers("jobs-prod")).toEqual(first);
  expect(await served("jobs.example.com")).toBe("v1");
});

test("the next release's take their place", async () => {
  await workspace.replace(
    program,
    'crons: ["0 3 * * *"]',
    `crons: ["0 4 * * *"], domains: ["new-" + app.stage + ".example.com"]`,
  );
  await workspace.replace(program, "eventSources: [feedback],", "");
  await ship();
  expect(await look("approve")).toBe(0);
  expect(await platform.triggers("jobs-prod")).toEqual({
    crons: ["0 4 * * *"],
    queues: [],
    workflows: ["jobs-prod-reminders"],
    domains: ["jobs.example.com", "new-prod.example.com"],
  });
  expect(await served("new-prod.example.com")).toBe("v2");
});

test("a release that is turned away gives them back", async () => {
  const before = await platform.triggers("jobs-prod");
  await workspace.replace(program, '"0 4 * * *"', '"0 5 * * *"');
  await ship();
  expect(await platform.triggers("jobs-prod")).toMatchObject({ crons: ["0 5 * * *"] });
  expect(await look("reject")).toBe(1);
  expect(await platform.triggers("jobs-prod")).toEqual(before);
  expect(await healthOf(workspace, "jobs-prod")).toMatchObject({ release: "v2" });
});

test("a rollback brings the old ones back, and leaves the profile its domain", async () => {
  const back = await workspace.kit("rollback", "jobs", "--profile", "prod");
  expect(back.code, back.stdout + back.stderr).toBe(0);
  expect(await platform.triggers("jobs-prod")).toEqual(first);
  expect(await served("jobs.example.com")).toBe("v1");
});

test("a trigger that somebody took away is found, and put back by reconcile --fix", async () => {
  const before = await platform.triggers("jobs-prod");
  await platform.unschedule("jobs-prod");
  const looked = await workspace.kit("reconcile", "jobs");
  expect(looked.code).toBe(1);
  expect(looked.stdout).toContain("not all there any more: 1 cron");
  expect((await workspace.kit("reconcile", "jobs", "--fix")).code).toBe(0);
  expect(await platform.triggers("jobs-prod")).toEqual(before);
  expect((await workspace.kit("reconcile", "jobs")).code).toBe(0);
});

test("a domain that the config names anew is attached by the next deploy, though nothing else changed", async () => {
  const undo = await workspace.replace(
    "apps/jobs/alchemy.config.ts",
    "staging: {}",
    'staging: { domain: "try.example.com" }',
  );
  expect((await workspace.kit("deploy", "jobs")).code).toBe(0);
  expect(await served("try.example.com")).toBe("v3");
  await undo();
  expect((await workspace.kit("deploy", "jobs")).code).toBe(0);
  expect(await platform.triggers("jobs-staging")).toMatchObject({ domains: ["new-staging.example.com"] });
  expect((await workspace.kit("deploy", "jobs")).stdout).toContain("v3");
});

test("a domain that leads to another Worker is not taken from it", async () => {
  await platform.putWorker("stranger", "export default { fetch: () => new Response() };");
  await platform.attach("taken.example.com", "stranger");
  await workspace.replace(
    "apps/jobs/alchemy.config.ts",
    "staging: {}",
    'staging: { domain: "taken.example.com" }',
  );
  const deployed = await workspace.kit("deploy", "jobs");
  expect(deployed.code).toBe(1);
  expect(deployed.stderr).toContain("taken.example.com leads to the Worker stranger");
  expect(await platform.triggers("stranger")).toMatchObject({ domains: ["taken.example.com"] });
});

test("destroying a profile leaves nothing of them", async () => {
  const destroyed = await workspace.kit("destroy", "jobs", "--profile", "prod", "--yes");
  expect(destroyed.code, destroyed.stdout + destroyed.stderr).toBe(0);
  expect(await platform.triggers("jobs-prod")).toEqual({ crons: [], queues: [], workflows: [], domains: [] });
});
