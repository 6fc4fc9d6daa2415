import type { Content } from "@alchemy-kit/scaffold";
import { describe, expect, it } from "vitest";
import { checkProject } from "./check-project.ts";

const worker = "export default { fetch: () => new Response('hi') };\n";

/** The alchemy program and notes for a project with this configuration and these files. */
function adopted(config: object, files: Record<string, Content> = {}) {
  const check = checkFiles({
    "wrangler.jsonc": JSON.stringify({ main: "src/index.ts", ...config }),
    ...files,
  });
  if (check.kind === "refused") throw new Error(check.problems.join("\n"));
  return check.convert("shop");
}

function checkFiles(files: Record<string, Content>) {
  const all = new Map(Object.entries({ "src/index.ts": worker, ...files }));
  return checkProject(all, { installed: undefined, locked: [] });
}

describe("of what holds data, prod has what is there, and every other profile its own", () => {
  it.each<[string, object, string]>([
    [
      "D1",
      { d1_databases: [{ binding: "DB", database_name: "the-db", database_id: "1" }] },
      `DB: await D1Database("db", {
      name: isProd ? "the-db" : \`shop-\${app.stage}-db\`,
      adopt: isProd,
      delete: !isProd,
    }),`,
    ],
    [
      "R2",
      { r2_buckets: [{ binding: "FILES", bucket_name: "the-bucket" }] },
      `FILES: await R2Bucket("files", {
      name: isProd ? "the-bucket" : \`shop-\${app.stage}-files\`,
      adopt: isProd,
      delete: !isProd,
    }),`,
    ],
    [
      "KV, by its id",
      { kv_namespaces: [{ binding: "SESSIONS", id: "0123456789abcdef0123456789abcdef" }] },
      `SESSIONS: isProd ? { type: "kv_namespace", id: "0123456789abcdef0123456789abcdef" } : await KVNamespace("sessions", { title: \`shop-\${app.stage}-sessions\` }),`,
    ],
    [
      "KV that is not there yet",
      { kv_namespaces: [{ binding: "SESSIONS", id: "<your id>" }] },
      `SESSIONS: await KVNamespace("sessions", { title: \`shop-\${app.stage}-sessions\` }),`,
    ],
    [
      "a queue, made and consumed",
      {
        queues: {
          producers: [{ binding: "JOBS", queue: "the-jobs" }],
          consumers: [{ queue: "the-jobs", max_batch_size: 5 }],
        },
      },
      `const theJobsQueue = await Queue("the-jobs", {
  name: isProd ? "the-jobs" : \`shop-\${app.stage}-the-jobs\`,`,
    ],
  ])("%s", (_what, config, program) => {
    expect(adopted(config).program).toContain(program);
  });
});

it("says what has no data as it is", () => {
  const { program, notes } = adopted({
    compatibility_date: "2026-01-01",
    compatibility_flags: ["nodejs_compat"],
    vars: { WORD: "hi", LIST: [1] },
    ai: { binding: "AI" },
    durable_objects: { bindings: [{ name: "ROOM", class_name: "Room" }] },
    migrations: [{ tag: "v1", new_sqlite_classes: ["Room"] }],
    workflows: [{ binding: "FLOW", name: "the-flow", class_name: "Flow" }],
    services: [{ binding: "OTHER", service: "other" }],
    triggers: { crons: ["0 3 * * *"] },
    placement: { mode: "smart" },
  });
  expect(program).toBe(`import { kitState, Worker } from "@kit/deploy/alchemy";
import alchemy from "alchemy";
import { Ai, DurableObjectNamespace, Json, VersionMetadata, WorkerRef, Workflow } from "alchemy/cloudflare";

const app = await alchemy("shop", { stateStore: kitState });

export const web = await Worker("web", {
  name: \`shop-\${app.stage}\`,
  entrypoint: "./kit/worker.js",
  compatibilityDate: "2026-01-01",
  compatibilityFlags: ["nodejs_compat"],
  placement: { mode: "smart" },
  crons: ["0 3 * * *"],
  bindings: {
    ROOM: DurableObjectNamespace("room", {
      className: "Room",
      sqlite: true,
    }),
    FLOW: Workflow("flow", {
      workflowName: \`the-flow-\${app.stage}\`,
      className: "Flow",
    }),
    OTHER: WorkerRef({ service: "other" }),
    AI: Ai(),
    WORD: "hi",
    LIST: Json([1]),
    VERSION: VersionMetadata(),
    APP: app.appName,
    PROFILE: app.stage,
  },
});

await app.finalize();
`);
  expect(notes).toEqual([
    "the Durable Objects of Room start empty: their data stays with the present Worker",
  ]);
});

it("lets the kit's question through to the Worker, whatever else the assets answer", () => {
  expect(adopted({ assets: { directory: "public" } }).program).toContain('run_worker_first: ["/api/health"]');
  expect(adopted({ assets: { directory: "public", run_worker_first: ["/x"] } }).program).toContain(
    '["/x", "/api/health"]',
  );
  expect(adopted({ assets: { directory: "public", run_worker_first: ["/api/*"] } }).program).toContain(
    'first: ["/api/*"]',
  );
  expect(adopted({ assets: { directory: "public", run_worker_first: true } }).program).toContain(
    "run_worker_first: true",
  );
});

it("has the build bring assets to the release that lie elsewhere, and takes migrations from where they are", () => {
  const { copies, program } = adopted(
    {
      assets: { directory: "./public/" },
      d1_databases: [{ binding: "DB", database_name: "d", migrations_dir: "db/sql" }],
    },
    { "db/sql/1.sql": "select 1;" },
  );
  expect(copies).toEqual([{ from: "./public/", to: "dist/client" }]);
  expect(program).toContain('migrationsDir: "./db/sql"');
});

it("keeps the table in which wrangler remembers what it applied", () => {
  const database = { binding: "DB", database_name: "d", migrations_dir: "sql", migrations_table: "applied" };
  const { program } = adopted({ d1_databases: [database] }, { "sql/1.sql": "select 1;" });
  expect(program).toContain('migrationsTable: "applied"');
});

it("takes what React Router's own build leaves, since its sources are only its bundler's to resolve", () => {
  const files = {
    "package.json": '{ "devDependencies": { "@cloudflare/vite-plugin": "1.0.0" } }',
    "react-router.config.ts": "export default {};",
  };
  const { main, copies } = adopted({ main: "./workers/app.ts" }, files);
  expect({ main, copies }).toEqual({
    main: "./build/server/index.js",
    copies: [{ from: "./build/client", to: "dist/client" }],
  });
});

it("reads wrangler.toml and comments, too", () => {
  expect(checkFiles({ "wrangler.toml": 'name = "old"\nmain = "src/index.ts"\n' })).toMatchObject({
    kind: "adoptable",
    name: "old",
  });
  expect(
    checkFiles({ "wrangler.json": '{ // old\n "name": "old", "main": "./src/index.ts", }' }),
  ).toMatchObject({
    name: "old",
  });
});

it.each<[string, Record<string, Content>, RegExp]>([
  ["a project of neither kind", {}, /neither an alchemy\.run\.ts nor a wrangler\.json/],
  ["an app of the kit", { "kit.json": "{}" }, /is an app of the kit already/],
  ["files of the kit's names", { "kit/worker.js": "mine" }, /^kit\/worker\.js: the kit needs that name/],
  ["what it does not know", { "wrangler.json": '{"main":"src/index.ts","containers":[]}' }, /^containers: /],
  ["assets alone", { "wrangler.json": '{"assets":{"directory":"public"}}' }, /only assets/],
  [
    "a Worker that a framework builds",
    { "wrangler.json": '{"main":"dist/_worker.js"}' },
    /made by the build of a framework/,
  ],
  [
    "a class",
    {
      "wrangler.json": '{"main":"src/index.ts"}',
      "src/index.ts": "export default class extends WorkerEntrypoint {}",
    },
    /exports a class/,
  ],
  [
    "modules of a framework's bundler",
    {
      "wrangler.json": '{"main":"src/index.ts"}',
      "src/index.ts": 'import("virtual:react-router/server-build")',
    },
    /framework's bundler/,
  ],
  [
    "an alchemy program with two Workers",
    { "alchemy.run.ts": 'await alchemy("x"); Worker("a", {}); Worker("b", {})' },
    /2 Workers/,
  ],
])("refuses %s, and says why", (_what, files, reason) => {
  const check = checkFiles(files);
  expect(check).toMatchObject({ kind: "refused", problems: [expect.stringMatching(reason)] });
});

it.each([
  ["wrangler.json", '{ "main": ', /^wrangler\.json:1: /],
  ["wrangler.toml", "main = ", /^wrangler\.toml: /],
  ["wrangler.json", '{ "main": 1 }', /main/],
])("says where %s cannot be read: %s", (file, text, reason) => {
  expect(() => checkFiles({ [file]: text })).toThrow(reason);
});

it("edits an alchemy program where the kit comes in, and nowhere else", () => {
  const check = checkFiles({
    "alchemy.run.ts": `import alchemy from "alchemy";
import { KVNamespace, Worker } from "alchemy/cloudflare";

const app = await alchemy("old");
const cache = await KVNamespace("cache");

export const worker = await Worker("api", {
  entrypoint: "./src/index.ts",
  bindings: { CACHE: cache, name: "x" },
});

await app.finalize();
`,
  });
  if (check.kind === "refused") throw new Error(check.problems.join("\n"));
  expect(check).toMatchObject({ name: "old", isNameFixed: true });
  expect(check.convert("old")).toMatchObject({
    main: "./src/index.ts",
    program: `import alchemy from "alchemy";
import { kitState, Worker } from "@kit/deploy/alchemy";
import { KVNamespace, VersionMetadata } from "alchemy/cloudflare";

const app = await alchemy("old", { stateStore: kitState, adopt: true });
const cache = await KVNamespace("cache");

export const worker = await Worker("api", {
  name: \`old-\${app.stage}\`,
  entrypoint: "./kit/worker.js",
  bindings: {
    VERSION: VersionMetadata(),
    APP: app.appName,
    PROFILE: app.stage, CACHE: cache, name: "x" },
});

await app.finalize();
`,
  });
});
