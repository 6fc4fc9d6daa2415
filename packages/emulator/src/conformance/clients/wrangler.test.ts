import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Overheard, overhear, runClient, tellClient, WRANGLER } from "../../testing/test-client.ts";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";
import { endpointOf } from "../endpoints.ts";

/** Everything that one wrangler.json can bind, deployed and looked after by wrangler itself. */
const WORKER = `
import { DurableObject, WorkflowEntrypoint } from "cloudflare:workers";
export class Room extends DurableObject {
  hi() { return "hi"; }
}
export class Flow extends WorkflowEntrypoint {
  run(event, step) { return step.do("double", async () => event.payload.number * 2); }
}
export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname === "/api/send") await env.JOBS.send("work");
    return Response.json({
      word: env.WORD,
      room: await env.ROOM.getByName("lobby").hi(),
      done: await env.KV.get("done"),
      secrets: [env.ONE ?? null, env.TWO ?? null],
    });
  },
  scheduled() {},
  queue: (batch, env) => env.KV.put("done", batch.messages[0].body),
};`;

let cloud: TestCloud;
let overheard: Overheard;
// Within the package, for wrangler wants to find TypeScript's settings above.
const folder = mkdtempSync(join(import.meta.dirname, ".wrangler-"));
beforeAll(async () => {
  cloud = await startCloud();
  overheard = overhear(cloud);
  mkdirSync(join(folder, "public"));
  mkdirSync(join(folder, "migrations"));
  write("public/index.html", "<h1>The page</h1>");
  write("migrations/0001_books.sql", "CREATE TABLE book (title TEXT);\nINSERT INTO book VALUES ('a;b');\n");
  write("seed.sql", "INSERT INTO book VALUES ('c');\nINSERT INTO book VALUES ('d');\n");
  write("secrets.json", JSON.stringify({ ONE: "1", TWO: "2" }));
  write(
    "pairs.json",
    JSON.stringify([
      { key: "a", value: "1" },
      { key: "b", value: "2" },
    ]),
  );
  write("keys.json", JSON.stringify(["a", "b"]));
  write("worker.ts", WORKER);
  configure({});
}, 120_000);
afterAll(async () => {
  await overheard.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const wrangler = (...args: string[]) => runClient(overheard.cloud, folder, WRANGLER, ...args);
const wranglerTold = (stdin: string, ...args: string[]) =>
  tellClient(overheard.cloud, folder, stdin, WRANGLER, ...args);
/** Some commands greet before they print JSON. */
const json = async (...args: string[]): Promise<unknown> => {
  const out = await wrangler(...args);
  return JSON.parse(out.slice(out.search(/^[[{]/m)));
};
const answer = async (path = "/api") => (await cloud.fetch("app", path)).json();

function configure(more: object): void {
  const config = {
    name: "app",
    main: "worker.ts",
    compatibility_date: "2026-04-01",
    vars: { WORD: "first" },
    assets: { directory: "public", run_worker_first: ["/api/*"] },
    // Without ids: wrangler makes them when it deploys.
    d1_databases: [{ binding: "DB", database_name: "app-db" }],
    kv_namespaces: [{ binding: "KV" }],
    r2_buckets: [{ binding: "FILES", bucket_name: "app-files" }],
    queues: {
      producers: [{ binding: "JOBS", queue: "app-jobs" }],
      consumers: [{ queue: "app-jobs", max_batch_size: 1 }],
    },
    durable_objects: { bindings: [{ name: "ROOM", class_name: "Room" }] },
    migrations: [{ tag: "v1", new_sqlite_classes: ["Room"] }],
    workflows: [{ binding: "FLOW", name: "app-flow", class_name: "Flow" }],
    triggers: { crons: ["*/5 * * * *"] },
    ...more,
  };
  write("wrangler.json", JSON.stringify(config));
}

test("deploy makes what is bound and everything works; deploy again changes it", async () => {
  await wrangler("queues", "create", "app-jobs");
  await wrangler("deploy");
  expect(await answer()).toMatchObject({ word: "first", room: "hi" });
  await answer("/api/send");
  await expect.poll(() => answer()).toMatchObject({ done: "work" });
  expect(await (await cloud.fetch("app", "/")).text()).toBe("<h1>The page</h1>");
  await wrangler("deploy", "--var", "WORD:second");
  expect(await answer()).toMatchObject({ word: "second" });
  expect(await cloud.api("GET", "/workers/scripts/app/schedules")).toMatchObject({
    result: { schedules: [{ cron: "*/5 * * * *" }] },
  });
}, 120_000);

const Versions = z.array(z.looseObject({ id: z.string() }));

test("versions are uploaded, listed, shown, deployed by percentage and rolled back", async () => {
  await wrangler("versions", "upload", "--tag", "third", "--message", "why", "--var", "WORD:third");
  const [newest, before] = Versions.parse(await json("versions", "list", "--json")).reverse();
  expect(newest).toMatchObject({ annotations: { "workers/tag": "third", "workers/message": "why" } });
  expect(await wrangler("versions", "view", newest?.id ?? "")).toContain("third");
  expect(await json("versions", "view", newest?.id ?? "", "--json")).toMatchObject({
    annotations: { "workers/tag": "third", "workers/message": "why" },
  });
  await wrangler("versions", "deploy", `${newest?.id}@10%`, `${before?.id}@90%`, "--yes");
  expect(await json("deployments", "status", "--json")).toMatchObject({
    versions: [{ percentage: 10 }, { percentage: 90 }],
  });
  await wrangler("versions", "deploy", `${newest?.id}@100%`, "--yes");
  expect(await answer()).toMatchObject({ word: "third" });
  await wrangler("rollback", before?.id ?? "", "--yes", "--message", "no");
  expect(await answer()).toMatchObject({ word: "second" });
  expect(await wrangler("deployments", "list")).toContain(before?.id);
}, 120_000);

test("secrets are put in bulk, listed and deleted; of a version too", async () => {
  // After a rollback the newest version is not live, and secrets are refused until it is.
  await expect(wrangler("secret", "bulk", "secrets.json")).rejects.toThrow("isn't currently deployed");
  await wrangler("deploy");
  await wrangler("secret", "bulk", "secrets.json");
  expect(await answer()).toMatchObject({ secrets: ["1", "2"] });
  await wrangler("secret", "delete", "TWO");
  await wranglerTold("again", "secret", "put", "ONE");
  expect(await answer()).toMatchObject({ secrets: ["again", null] });
  expect(await json("secret", "list", "--format", "json")).toMatchObject([{ name: "ONE" }]);
  await wrangler("versions", "secret", "bulk", "secrets.json");
  expect(await answer()).toMatchObject({ secrets: ["again", null] });
}, 120_000);

test("KV: keys one by one and in bulk", async () => {
  const kv = (...args: string[]) => wrangler("kv", ...args, "--binding", "KV", "--remote");
  await kv("bulk", "put", "pairs.json");
  expect(await kv("bulk", "get", "keys.json")).toContain('"b"');
  await kv("key", "put", "c", "3");
  expect(await kv("key", "get", "c", "--text")).toContain("3");
  await kv("bulk", "delete", "keys.json", "--force");
  expect(await kv("key", "list")).not.toContain('"a"');
}, 120_000);

test("D1: migrations, queries, a file in, a file out", async () => {
  const d1 = (command: string, ...args: string[]) =>
    wrangler("d1", ...command.split(" "), "DB", "--remote", ...args);
  await d1("migrations apply");
  await d1("execute", "--file", "seed.sql", "--yes");
  expect(await d1("execute", "--command", "SELECT count(*) AS books FROM book", "--json")).toContain(
    '"books": 3',
  );
  await d1("export", "--output", "dump.sql");
  expect(read("dump.sql")).toContain(`INSERT INTO "book" ("title") VALUES('a;b');`);
}, 120_000);

test("R2: an object there and back", async () => {
  await wrangler("r2", "object", "put", "app-files/a/b.sql", "--file", "seed.sql", "--remote");
  await wrangler("r2", "object", "get", "app-files/a/b.sql", "--file", "got.sql", "--remote");
  expect(read("got.sql")).toBe(read("seed.sql"));
  await wrangler("r2", "object", "delete", "app-files/a/b.sql", "--remote");
  expect(await wrangler("r2", "bucket", "list")).toContain("app-files");
}, 120_000);

test("queues and workflows are looked at and used", async () => {
  expect(await wrangler("queues", "info", "app-jobs")).toContain("worker:app");
  await wrangler("queues", "consumer", "worker", "remove", "app-jobs", "app");
  await wrangler("queues", "consumer", "worker", "add", "app-jobs", "app", "--batch-size", "2");
  await wrangler("queues", "purge", "app-jobs", "--force");
  await wrangler("workflows", "describe", "app-flow");
  await wrangler("workflows", "trigger", "app-flow", '{"number":21}');
  await expect
    .poll(() => wrangler("workflows", "instances", "describe", "app-flow", "latest"), { timeout: 20_000 })
    .toContain("Output:    42");
}, 120_000);

test("what a Worker binds is made, listed, looked at and deleted", async () => {
  await wrangler("kv", "namespace", "create", "spare");
  const [spare] = z
    .array(z.looseObject({ id: z.string(), title: z.string() }))
    .parse(await json("kv", "namespace", "list"))
    .filter(({ title }) => title === "spare");
  await wrangler("kv", "namespace", "delete", "--namespace-id", spare?.id ?? "", "--skip-confirmation");
  await wrangler("d1", "create", "spare");
  expect(await json("d1", "list", "--json")).toContainEqual(expect.objectContaining({ name: "spare" }));
  expect(await wrangler("d1", "info", "spare")).toContain("spare");
  await wrangler("d1", "delete", "spare", "--skip-confirmation");
  await wrangler("r2", "bucket", "create", "spare");
  expect(await wrangler("r2", "bucket", "info", "spare")).toContain("spare");
  await wrangler("r2", "bucket", "delete", "spare");
  await wrangler("queues", "create", "spare");
  await wrangler("queues", "update", "spare", "--delivery-delay-secs", "1");
  expect(await wrangler("queues", "list")).toContain("spare");
  await wrangler("queues", "delete", "spare");
  expect(await wrangler("workflows", "list")).toContain("app-flow");
  const { result } = await cloud.api("GET", "/queues");
  expect(result).toMatchObject([{ queue_name: "app-jobs" }]);
}, 120_000);

test("Hyperdrive: a configuration is made, listed, looked at, changed and deleted", async () => {
  const hyperdrive = (...args: string[]) => wrangler("hyperdrive", ...args);
  const made = await hyperdrive(
    "create",
    "shop",
    "--connection-string=mysql://me:hidden@db.example:3307/shop",
  );
  const id = /[0-9a-f]{32}/.exec(made)?.[0] ?? "";
  expect(await hyperdrive("list")).toContain("db.example");
  await hyperdrive("update", id, "--origin-user=you", "--origin-password=hidden", "--caching-disabled");
  const shown = await hyperdrive("get", id);
  expect(shown).toContain('"user": "you"');
  expect(shown).toContain('"port": 3307');
  expect(shown).not.toContain("hidden");
  await hyperdrive("delete", id);
  await expect(hyperdrive("get", id)).rejects.toThrow("could not be found");
}, 120_000);

test("triggers put domains and routes; delete leaves nothing of the Worker", async () => {
  configure({
    routes: [
      { pattern: "app.example.com", custom_domain: true },
      { pattern: "example.com/app/*", zone_name: "example.com" },
    ],
  });
  await wrangler("triggers", "deploy");
  const at = (host: string, path: string) => fetch(cloud.workersUrl + path, { headers: { host } });
  expect((await at("app.example.com", "/api")).status).toBe(200);
  expect((await at("example.com", "/app/api")).status).toBe(200);
  await wrangler("delete", "--force");
  expect((await at("app.example.com", "/api")).status).toBe(403);
  expect((await cloud.fetch("app", "/")).status).toBe(404);
  expect((await cloud.api("GET", "/workers/durable_objects/namespaces")).result).toEqual([]);
}, 120_000);

test("what wrangler asks the API for is known", async () => {
  const endpoints = overheard.requests.map(
    (request) => endpointOf(request) ?? `not here: ${request.replace(cloud.accountId, ":account")}`,
  );
  const lines = [...new Set(endpoints)].toSorted().join("\n");
  await expect(`${lines}\n`).toMatchFileSnapshot("../wrangler.txt");
});
