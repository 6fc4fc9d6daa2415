import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import Cloudflare from "cloudflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runClient, WRANGLER } from "../../testing/test-client.ts";
import { says, startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
// Within the package, so that the program finds alchemy.
const folder = mkdtempSync(join(import.meta.dirname, ".clients-"));
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const bun = (cwd: string, ...args: string[]) => runClient(cloud, cwd, ...args);

test("unmodified alchemy deploys a Worker with assets, D1, KV, R2, Hyperdrive and Durable Objects to two stages at once, and destroys them", async () => {
  const deploy = (stage: string) => {
    const cwd = join(folder, stage);
    cpSync(join(import.meta.dirname, "fixtures/app"), cwd, { recursive: true });
    return bun(cwd, "alchemy.run.ts", "--stage", stage);
  };
  await Promise.all([deploy("one"), deploy("two")]);
  for (const stage of ["one", "two"]) {
    const api = await cloud.fetch(`fixture-${stage}`, "/api/all");
    expect(await api.json()).toEqual({
      stage,
      version: expect.stringMatching(/^[0-9a-f-]{36}$/),
      title: "Semicolons; a history",
      greeting: `hello from ${stage}`,
      user: "reader",
      note: `kept by ${stage}`,
      visits: 1,
    });
    const page = await cloud.fetch(`fixture-${stage}`, "/");
    expect(page.headers.get("x-from")).toBe("headers");
    expect(await page.text()).toBe("<h1>The page</h1>\n");
  }
  await deploy("one");
  const again = await cloud.fetch("fixture-one", "/api/all");
  expect(await again.json()).toMatchObject({ visits: 2 });
  await bun(join(folder, "one"), "alchemy.run.ts", "--stage", "one", "--destroy");
  const { result } = await cloud.api("GET", "/workers/scripts");
  expect(result).toMatchObject([{ id: "fixture-two" }]);
  const namespaces = await cloud.api("GET", "/workers/durable_objects/namespaces");
  expect(namespaces.result).toMatchObject([{ script: "fixture-two", class: "Visits" }]);
  expect(await cloud.api("GET", "/d1/database?name=fixture-one")).toMatchObject({ result: [] });
});

test("unmodified alchemy deploys queues, a workflow, cron triggers, a domain and a route, and destroys them", async () => {
  const cwd = join(folder, "jobs");
  cpSync(join(import.meta.dirname, "fixtures/jobs"), cwd, { recursive: true });
  await bun(cwd, "alchemy.run.ts", "--stage", "one");
  await cloud.fetch("jobs-one", "/start");
  await fetch(new URL("/emulator/fire", cloud.apiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${cloud.token}` },
    body: JSON.stringify({ script: "jobs-one", cron: "0 * * * *" }),
  });
  const at = async (host: string) => (await fetch(cloud.workersUrl, { headers: { host } })).json();
  await expect
    .poll(() => at("one.jobs.example"), { timeout: 10_000 })
    .toEqual({ job: "a job", doubled: "42", tick: "0 * * * *" });
  expect(await at("one.routed.example")).toMatchObject({ job: "a job" });
  await bun(cwd, "alchemy.run.ts", "--stage", "one");
  await bun(cwd, "alchemy.run.ts", "--stage", "one", "--destroy");
  for (const path of ["/queues", "/workflows", "/workers/domains"]) {
    expect(await cloud.api("GET", path)).toMatchObject({ result: [] });
  }
}, 60_000);

test("Cloudflare's own SDK reads it", async () => {
  await cloud.put("read", says("hi"), { bindings: [{ type: "plain_text", name: "A", text: "a" }] });
  const second = await cloud.version("read", says("ho"), { tag: "v2" });
  const client = new Cloudflare({ apiToken: cloud.token, baseURL: cloud.apiUrl, maxRetries: 0 });
  const account = { account_id: cloud.accountId };

  const names = (await Array.fromAsync(client.workers.scripts.list(account))).map(({ id }) => id);
  expect(names).toContain("read");
  const versions = await Array.fromAsync(client.workers.scripts.versions.list("read", account));
  expect(versions.map(({ id }) => id)).toContain(second);
  await client.workers.scripts.deployments.create("read", {
    ...account,
    strategy: "percentage",
    versions: [{ version_id: second, percentage: 100 }],
  });
  expect(await (await cloud.fetch("read", "/")).text()).toBe("ho");

  const database = await client.d1.database.create({ ...account, name: "by-sdk" });
  const rows = await Array.fromAsync(
    client.d1.database.query(database.uuid ?? "", { ...account, sql: "SELECT ?1 AS a", params: ["x"] }),
  );
  expect(rows[0]?.results).toEqual([{ a: "x" }]);
  const queue = await client.queues.create({ ...account, queue_name: "by-sdk" });
  const queues = await Array.fromAsync(client.queues.list(account));
  expect(queues.map(({ queue_id }) => queue_id)).toContain(queue.queue_id);
  const namespaces = await Array.fromAsync(client.durableObjects.namespaces.list(account));
  expect(namespaces).toMatchObject([{ class: "Visits", use_sqlite: true }]);
  await client.workers.domains.update({ ...account, hostname: "sdk.example.com", service: "read" });
  const domains = await Array.fromAsync(client.workers.domains.list(account));
  expect(domains).toMatchObject([{ hostname: "sdk.example.com", service: "read" }]);
  expect(await Array.fromAsync(client.workflows.list(account))).toEqual([]);
  expect(await Array.fromAsync(client.zones.list({ name: "example.com" }))).toMatchObject([
    { name: "example.com", status: "active" },
  ]);

  await expect(
    client.workers.scripts.versions.get(second, { ...account, script_name: "no-such" }),
  ).rejects.toMatchObject({
    status: 404,
    errors: [{ code: 10007 }],
  });
});

test("unmodified wrangler lists deployments and rolls back", async () => {
  await cloud.put("rolled", says("one"));
  await cloud.put("rolled", says("two"));
  const listed: unknown = JSON.parse(
    await bun(folder, WRANGLER, "deployments", "list", "--name", "rolled", "--json"),
  );
  expect(listed).toMatchObject([{ versions: [{ percentage: 100 }] }, { versions: [{ percentage: 100 }] }]);
  await bun(folder, WRANGLER, "rollback", "--name", "rolled", "--yes", "--message", "test");
  expect(await (await cloud.fetch("rolled", "/")).text()).toBe("one");
});
