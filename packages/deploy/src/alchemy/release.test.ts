import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

/*
 * Real alchemy, in processes of its own as the runner and a person start it, against a real emulator.
 */

const repository = resolve(import.meta.dirname, "../../../..");
const emulatorCommand = [process.execPath, join(repository, "packages/emulator/src/cli/main.ts")];
const tag = (number: number) => `v${number}@sha256:${String(number).repeat(64)}`;

const statusSchema = z.object({
  apiUrl: z.string(),
  workersUrl: z.string(),
  token: z.string(),
  accountId: z.string(),
});

let home: string;
let account: z.infer<typeof statusSchema>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "kit-alchemy-"));
  const started = await run(
    [...emulatorCommand, "start", "--detach", "--json", "--dir", join(home, "emulator")],
    home,
  );
  expect(started).toMatchObject({ code: 0 });
  account = statusSchema.parse(JSON.parse(started.out));
});

afterAll(async () => {
  await run([...emulatorCommand, "stop", "--dir", join(home, "emulator")], home);
  await rm(home, { recursive: true });
});

async function run(command: string[], cwd: string, env: Record<string, string> = {}) {
  const child = Bun.spawn(command, {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { out, err, code };
}

/** Runs alchemy in a folder: in a release where one is given, else as plain alchemy. */
function alchemy(folder: string, args: string[], release?: string) {
  return run([process.execPath, "alchemy.run.ts", ...args], folder, {
    CLOUDFLARE_BASE_URL: account.apiUrl,
    CLOUDFLARE_API_TOKEN: account.token,
    CLOUDFLARE_ACCOUNT_ID: account.accountId,
    ALCHEMY_PASSWORD: "correct horse battery staple",
    ALCHEMY_TELEMETRY_DISABLED: "1",
    CI: "1",
    NO_COLOR: "1",
    ...(release !== undefined && { KIT_RELEASE: release }),
  });
}

/** Asks the account. */
async function ask(
  path: string,
  method = "GET",
  body?: string | FormData,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${account.apiUrl}/accounts/${account.accountId}${path}`, {
    method,
    headers: { Authorization: `Bearer ${account.token}` },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, text: await response.text() };
}

async function result<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  method?: string,
  body?: string | FormData,
) {
  const { text } = await ask(path, method, body);
  return schema.parse(z.object({ result: z.unknown() }).parse(JSON.parse(text)).result);
}

const versionList = z.object({
  items: z.array(z.object({ id: z.string(), annotations: z.record(z.string(), z.string()) })),
});
const deploymentList = z.object({
  deployments: z.array(
    z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })) }),
  ),
});

async function tagsOf(script: string) {
  const { items } = await result(versionList, `/workers/scripts/${script}/versions?deployable=true`);
  return items.map(({ id, annotations }) => ({ id, tag: annotations["workers/tag"] }));
}

async function liveOn(script: string) {
  const { deployments } = await result(deploymentList, `/workers/scripts/${script}/deployments`);
  const tags = await tagsOf(script);
  return deployments[0]?.versions.map(({ version_id, percentage }) => [
    tags.find(({ id }) => id === version_id)?.tag,
    percentage,
  ]);
}

async function shift(script: string, release: string) {
  const version = (await tagsOf(script)).find((it) => it.tag === release);
  const body = JSON.stringify({
    strategy: "percentage",
    versions: [{ version_id: version?.id, percentage: 100 }],
  });
  expect(await ask(`/workers/scripts/${script}/deployments`, "POST", body)).toMatchObject({ status: 200 });
}

function visit(script: string, path: string) {
  return fetch(`${account.workersUrl.replace("//", `//${script}.`)}${path}`);
}

async function databases() {
  return (await result(z.array(z.object({ name: z.string() })), "/d1/database")).map(({ name }) => name);
}

/** A built app, as the kit unpacks it. */
async function makeApp(name: string, options: { extra?: string; props?: string } = {}) {
  const folder = join(home, `${name}-${crypto.randomUUID()}`);
  await mkdir(folder);
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  const files = {
    "alchemy.run.ts": `
      import { kitState, Worker } from "@kit/deploy/alchemy";
      import alchemy from "alchemy";
      import { Assets, D1Database, KVNamespace, VersionMetadata } from "alchemy/cloudflare";
      const app = await alchemy("${name}", { stateStore: kitState });
      const db = await D1Database("db", { name: \`${name}-\${app.stage}-db\`, migrationsDir: "./migrations" });
      ${options.extra ?? ""}
      await Worker("web", {
        name: \`${name}-\${app.stage}\`,
        entrypoint: "./src/worker.ts",
        compatibilityDate: "2026-07-01",
        bindings: {
          ASSETS: await Assets({ path: "./dist/client" }),
          DB: db,
          VERSION: VersionMetadata(),
          KEY: alchemy.secret("not-for-reading"),
        },
        ${options.props ?? ""}
      });
      await app.finalize();`,
    "migrations/0001_items.sql": "create table items (name text); insert into items values ('bread');",
    "dist/client/index.html": "<h1>the page</h1>",
    "dist/client/_headers": "/*\n  X-Frame-Options: DENY\n",
    "dist/worker/worker.js": `
      import { word } from "./word.js";
      export default { async fetch(request, env) {
        const { results } = await env.DB.prepare("select name from items").all();
        return Response.json({ word, tag: env.VERSION.tag, secret: env.KEY.length, items: results });
      } };`,
    "dist/worker/word.js": `export const word = "built";`,
    "src/worker.ts": `export default { fetch: () => new Response("bundled by alchemy") };`,
  };
  for (const [path, text] of Object.entries(files)) await Bun.write(join(folder, path), text);
  return folder;
}

describe("a release", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeApp("shop");
  });

  test("is uploaded once, behind a placeholder, without traffic", async () => {
    expect(await alchemy(folder, ["--stage", "staging"], tag(1))).toMatchObject({ code: 0 });
    expect((await tagsOf("shop-staging")).map((it) => it.tag)).toEqual([tag(1), "kit-placeholder"]);
    expect(await liveOn("shop-staging")).toEqual([["kit-placeholder", 100]]);
    expect((await visit("shop-staging", "/api/x")).status).toBe(503);
  });

  test("run again, uploads nothing", async () => {
    const before = await tagsOf("shop-staging");
    expect(await alchemy(folder, ["--stage", "staging"], tag(1))).toMatchObject({ code: 0 });
    expect(await tagsOf("shop-staging")).toEqual(before);
  });

  test("serves what was built, and says which it is on the page too, once it has traffic", async () => {
    await shift("shop-staging", tag(1));
    const api = await visit("shop-staging", "/api/x");
    expect(await api.json()).toEqual({ word: "built", tag: tag(1), secret: 15, items: [{ name: "bread" }] });
    const page = await visit("shop-staging", "/");
    expect(await page.text()).toBe("<h1>the page</h1>");
    expect(page.headers.get("x-kit-release")).toBe("v1");
    expect(page.headers.get("x-frame-options")).toBe("DENY");
  });

  test("of a later number is one more version, and moves nothing", async () => {
    expect(await alchemy(folder, ["--stage", "staging"], tag(2))).toMatchObject({ code: 0 });
    expect((await tagsOf("shop-staging")).map((it) => it.tag)).toEqual([tag(2), tag(1), "kit-placeholder"]);
    expect(await liveOn("shop-staging")).toEqual([[tag(1), 100]]);
  });

  test("that has less destroys nothing of what the release before still uses", async () => {
    const more = await makeApp("less", {
      extra: `await D1Database("old", { name: \`less-\${app.stage}-old\` });`,
    });
    expect(await alchemy(more, ["--stage", "staging"], tag(1))).toMatchObject({ code: 0 });
    expect(await alchemy(await makeApp("less"), ["--stage", "staging"], tag(2))).toMatchObject({ code: 0 });
    expect(await databases()).toContain("less-staging-old");
    expect(await alchemy(more, ["--stage", "staging", "--destroy"], tag(2))).toMatchObject({ code: 0 });
    expect(await databases()).not.toContain("less-staging-old");
  });

  test("keeps its state in one object, where no secret can be read", async () => {
    const { status, text } = await ask("/r2/buckets/kit-state/objects/shop/staging.json");
    expect(status).toBe(200);
    expect(text).toContain("shop-staging-db");
    expect(text).not.toContain("not-for-reading");
  });

  test("with what no version can hold is refused, by the name of it", async () => {
    const cron = await makeApp("cron", { props: `crons: ["* * * * *"],` });
    const { code, err } = await alchemy(cron, ["--stage", "staging"], tag(1));
    expect(code).toBe(1);
    expect(err).toContain(`Worker("web") has crons, which are no part of a Cloudflare version`);
    expect(await ask("/workers/scripts/cron-staging/script-settings")).toMatchObject({ status: 404 });
  });
});

describe("plain alchemy", () => {
  test("is refused where the kit has released, with the command to use, and changes nothing", async () => {
    const before = { live: await liveOn("shop-staging"), tags: await tagsOf("shop-staging") };
    const folder = await makeApp("shop");
    const deploy = await alchemy(folder, ["--stage", "staging"]);
    expect(deploy).toMatchObject({ code: 1 });
    expect(deploy.err).toContain("bun run kit deploy shop --profile staging");
    const destroy = await alchemy(folder, ["--stage", "staging", "--destroy"]);
    expect(destroy).toMatchObject({ code: 1 });
    expect(destroy.err).toContain("bun run kit destroy shop --profile staging");
    expect({ live: await liveOn("shop-staging"), tags: await tagsOf("shop-staging") }).toEqual(before);
  });

  test("works where it has not, live at once; a release is then refused before anything is made", async () => {
    const folder = await makeApp("shop");
    expect(await alchemy(folder, ["--stage", "mine"])).toMatchObject({ code: 0 });
    expect(await (await visit("shop-mine", "/api/x")).text()).toBe("bundled by alchemy");
    const before = await ask("/r2/buckets/kit-state/objects/shop/mine.json");
    const released = await alchemy(folder, ["--stage", "mine"], tag(1));
    expect(released).toMatchObject({ code: 1 });
    expect(released.err).toContain(
      "A Worker named shop-mine is in this account already and is not the kit's.",
    );
    expect(await ask("/r2/buckets/kit-state/objects/shop/mine.json")).toEqual(before);
    expect(await alchemy(folder, ["--stage", "mine", "--destroy"])).toMatchObject({ code: 0 });
    expect(await ask("/workers/scripts/shop-mine/script-settings")).toMatchObject({ status: 404 });
  });
});

test("a stranger's Worker is refused before a database is made", async () => {
  const form = new FormData();
  form.append(
    "metadata",
    new Blob([JSON.stringify({ main_module: "a.js", compatibility_date: "2026-07-01" })]),
  );
  form.append(
    "a.js",
    new Blob(["export default { fetch: () => new Response('theirs') }"], {
      type: "application/javascript+module",
    }),
    "a.js",
  );
  expect(await ask("/workers/scripts/taken-prod", "PUT", form)).toMatchObject({ status: 200 });
  expect(await alchemy(await makeApp("taken"), ["--stage", "prod"], tag(1))).toMatchObject({ code: 1 });
  expect(await databases()).not.toContain("taken-prod-db");
  expect(await (await visit("taken-prod", "/api/x")).text()).toBe("theirs");
});

test("destroy leaves nothing", async () => {
  const folder = await makeApp("gone");
  expect(await alchemy(folder, ["--stage", "preview-1"], tag(1))).toMatchObject({ code: 0 });
  expect(await alchemy(folder, ["--stage", "preview-1", "--destroy"], tag(1))).toMatchObject({ code: 0 });
  expect(await ask("/workers/scripts/gone-preview-1/script-settings")).toMatchObject({ status: 404 });
  expect(await databases()).not.toContain("gone-preview-1-db");
  expect(await ask("/r2/buckets/kit-state/objects/gone/preview-1.json")).toMatchObject({ status: 404 });
});
