import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LoadReport, startLoad } from "./load.ts";
import { healthOf } from "./served.ts";
import { type Finished, Workspace } from "./workspace.ts";

let workspace: Workspace;

/** v1 serves staging and prod. v2, in the folder now, has another page, script, style and API. */
beforeAll(async () => {
  workspace = await Workspace.create();
  expect((await workspace.gen("app", "shop", "--yes")).code).toBe(0);
  expect((await workspace.kit("deploy", "shop", "--profile", "staging")).code).toBe(0);
  await approve();
  expect((await workspace.kit("resume", "shop")).code).toBe(0);
  await workspace.replace("apps/shop/src/api/health.ts", 'status: "ok"', 'status: "fine"');
  await changePage("A list that everyone", "New: a list that everyone");
});
afterAll(() => workspace?.cleanup());

/** Gives the page another text, in HTML, script and style: each hashed file gets another name. */
async function changePage(before: string, after: string): Promise<void> {
  await workspace.replace("apps/shop/index.html", "<title>", "<title>New: ");
  await workspace.replace("apps/shop/src/page/app.tsx", before, after);
  await workspace.replace("apps/shop/src/page/style.css", ":root {", `:root { --${after.length}: 1;`);
}

async function approve(): Promise<void> {
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);
  expect((await workspace.kit("approve", "shop", "--gate", "prod-approval")).code).toBe(0);
}

/** What visitors of a Worker saw before, during and after a command. */
async function visitedDuring(worker: string, command: () => Promise<Finished>): Promise<LoadReport> {
  const { workersUrl } = await workspace.emulator();
  const load = startLoad({ workersUrl, worker });
  await load.answered(2000);
  const finished = await command();
  await load.answered(2000);
  const report = await load.stop();
  expect(finished).toMatchObject({ code: 0 });
  const { failures, requests, crossed } = report;
  if (failures.length > 0)
    console.info(await Bun.file(join(workspace.root, ".kit/emulator/emulator.log")).text());
  console.info(`${worker}: ${failures.length} of ${requests} requests failed, ${crossed} crossed over`);
  expect(crossed, "assets asked of one release by a page of the other").toBeGreaterThan(0);
  return report;
}

test("the load sees a failure where there is one", async () => {
  const { workersUrl } = await workspace.emulator();
  const load = startLoad({ workersUrl, worker: "nobody" }, 1);
  await load.answered(4);
  const { requests, failures } = await load.stop();
  expect(failures).toHaveLength(requests);
  expect(failures[0]).toMatch(/^request 1: \/ answered 404/);
});

// From here one story: each test goes on from the one before it. A visitor loads a page of one release and may
// ask the other for what it names: every load below crosses from one to the other.

test("no request is dropped while a release is deployed", async () => {
  const visits = await visitedDuring("shop-staging", () => workspace.kit("deploy", "shop"));
  expect(visits.failures).toEqual([]);
  expect(Object.keys(visits.releases).toSorted()).toEqual(["v1", "v2"]);
});

test("no request is dropped while it is promoted", async () => {
  await approve();
  const visits = await visitedDuring("shop-prod", () => workspace.kit("resume", "shop"));
  expect(visits.failures).toEqual([]);
  expect(Object.keys(visits.releases).toSorted()).toEqual(["v1", "v2"]);
});

test("no request is dropped while the next is deployed and promoted", async () => {
  await changePage("New: a list", "Newer: a list");
  const staging = await visitedDuring("shop-staging", () => workspace.kit("deploy", "shop"));
  expect(staging.failures).toEqual([]);
  expect(Object.keys(staging.releases).toSorted()).toEqual(["v2", "v3"]);
  await approve();
  const prod = await visitedDuring("shop-prod", () => workspace.kit("resume", "shop"));
  expect(prod.failures).toEqual([]);
  expect(Object.keys(prod.releases).toSorted()).toEqual(["v2", "v3"]);
}, 60_000);

test("no request is dropped while it is rolled back, and back once more", async () => {
  const rollback = () => workspace.kit("rollback", "shop", "--profile", "prod");
  const first = await visitedDuring("shop-prod", rollback);
  expect(first.failures).toEqual([]);
  expect(Object.keys(first.releases).toSorted()).toEqual(["v2", "v3"]);
  const second = await visitedDuring("shop-prod", rollback);
  expect(second.failures).toEqual([]);
  expect(Object.keys(second.releases).toSorted()).toEqual(["v1", "v2"]);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1", status: "ok" });
}, 60_000);
