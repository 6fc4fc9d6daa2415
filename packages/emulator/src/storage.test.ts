import Cloudflare from "cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startCloud, type TestCloud } from "./testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const authorized = (init: RequestInit = {}) => ({
  ...init,
  headers: { ...init.headers, authorization: `Bearer ${cloud.token}` },
});
const rest = (path: string, init?: RequestInit) =>
  fetch(`${cloud.apiUrl}/accounts/${cloud.accountId}${path}`, authorized(init));

const Created = z.object({ uuid: z.string().optional(), id: z.string().optional() });
async function createdId(path: string, body: object): Promise<string> {
  const { uuid, id } = Created.parse((await cloud.api("POST", path, body)).result);
  return uuid ?? id ?? "";
}

describe("D1", () => {
  let id: string;
  const query = (sql: string, params?: unknown[]) =>
    cloud.api("POST", `/d1/database/${id}/query`, { sql, params });
  beforeAll(async () => {
    id = await createdId("/d1/database", { name: "books" });
  });

  test("several statements in one call: one result each, in one transaction", async () => {
    const answer = await query(`
      -- the first; migration
      CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
      INSERT INTO book (title) VALUES ('a;b'), ('c');
      SELECT title FROM book ORDER BY id`);
    expect(answer.result).toMatchObject([
      { success: true, results: [] },
      { results: [], meta: { changes: 2 } },
      { results: [{ title: "a;b" }, { title: "c" }] },
    ]);
    const failed = await query("INSERT INTO book (title) VALUES ('lost'); SELECT * FROM nowhere");
    expect(failed).toMatchObject({ status: 400, errors: [{ code: 7500 }] });
    expect(failed.errors[0]?.message).toContain("no such table: nowhere");
    expect(await query("SELECT count(*) AS n FROM book")).toMatchObject({
      result: [{ results: [{ n: 2 }] }],
    });
  });

  test("parameters, numbered and not, and rows as arrays", async () => {
    const numbered = await query("SELECT ?2 AS b, ?1 AS a, ?2 AS c", ["x", 2]);
    expect(numbered.result).toMatchObject([{ results: [{ a: "x", b: 2, c: 2 }] }]);
    const raw = await cloud.api("POST", `/d1/database/${id}/raw`, {
      sql: "SELECT 1 AS a, ? AS b",
      params: [null],
    });
    expect(raw.result).toMatchObject([{ results: { columns: ["a", "b"], rows: [[1, null]] } }]);
    expect(await query("SELECT ?; SELECT ?", [1, 2])).toMatchObject({ status: 400 });
  });

  test("twenty writers of one row: one wins", async () => {
    await query("CREATE TABLE chain (seq INTEGER PRIMARY KEY, by TEXT)");
    const append = (by: number) =>
      query("INSERT INTO chain VALUES (1, ?) ON CONFLICT DO NOTHING RETURNING seq", [`${by}`]);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, by) => append(by)));
    const won = answers.filter(({ result }) => JSON.stringify(result).includes('"seq":1'));
    expect(won).toHaveLength(1);
  });

  test("found by name, refused twice, gone when deleted", async () => {
    expect(await cloud.api("POST", "/d1/database", { name: "books" })).toMatchObject({
      status: 400,
      errors: [{ code: 7502, message: "Database with name 'books' already exists" }],
    });
    expect(await cloud.api("GET", "/d1/database?name=books")).toMatchObject({
      result: [{ uuid: id, name: "books" }],
    });
    const other = await createdId("/d1/database", { name: "other" });
    await cloud.api("POST", `/d1/database/${other}/query`, { sql: "CREATE TABLE t (a)" });
    expect(await cloud.api("DELETE", `/d1/database/${other}`)).toMatchObject({ success: true });
    expect(await cloud.api("GET", `/d1/database/${other}`)).toMatchObject({
      status: 404,
      errors: [{ code: 7404 }],
    });
  });
});

describe("KV", () => {
  test("values with metadata, bulk, listing by prefix, keys of any kind", async () => {
    const id = await createdId("/storage/kv/namespaces", { title: "settings" });
    const at = `/storage/kv/namespaces/${id}`;
    await cloud.api("PUT", `${at}/bulk`, [
      { key: "a/1", value: "one", metadata: { m: 1 } },
      { key: "a/2", value: btoa("two"), base64: true },
      { key: "b ü", value: "three" },
    ]);
    expect(await (await rest(`${at}/values/a%2F1`)).text()).toBe("one");
    expect(await (await rest(`${at}/values/a%2F2`)).text()).toBe("two");
    expect(await (await rest(`${at}/values/${encodeURIComponent("b ü")}`)).text()).toBe("three");
    expect(await cloud.api("GET", `${at}/metadata/a%2F1`)).toMatchObject({ result: { m: 1 } });
    expect(await cloud.api("GET", `${at}/keys?prefix=a/`)).toMatchObject({
      result: [{ name: "a/1", metadata: { m: 1 } }, { name: "a/2" }],
      result_info: { count: 2 },
    });
    await cloud.api("DELETE", `${at}/values/a%2F1`);
    expect((await rest(`${at}/values/a%2F1`)).status).toBe(404);
    expect(await cloud.api("POST", "/storage/kv/namespaces", { title: "settings" })).toMatchObject({
      status: 400,
      errors: [{ code: 10014 }],
    });
  });

  test("keys in pages by cursor, and when they expire", async () => {
    const at = `/storage/kv/namespaces/${await createdId("/storage/kv/namespaces", { title: "paged" })}`;
    const expiration = Math.floor(Date.now() / 1_000) + 3_600;
    const names = Array.from({ length: 25 }, (_, number) => `key-${number + 10}`);
    await cloud.api(
      "PUT",
      `${at}/bulk`,
      names.map((key) => ({ key, value: key, expiration })),
    );
    const client = new Cloudflare({ apiToken: cloud.token, baseURL: cloud.apiUrl, maxRetries: 0 });
    const namespace = at.split("/").at(-1) ?? "";
    const listed = client.kv.namespaces.keys.list(namespace, { account_id: cloud.accountId, limit: 10 });
    const keys = await Array.fromAsync(listed);
    expect(keys).toEqual(names.map((name) => ({ name, expiration })));
    const value = await rest(`${at}/values/key-10`);
    expect(value.headers.get("expiration")).toBe(String(expiration));
    expect(await cloud.api("PUT", `${at}/values/brief?expiration_ttl=5`, "x")).toMatchObject({ status: 400 });
  });
});

describe("R2", () => {
  test("objects with slashes in their keys, their type and etag", async () => {
    await cloud.api("POST", "/r2/buckets", { name: "files" });
    const put = await rest("/r2/buckets/files/objects/a/b%20ü.json", {
      method: "PUT",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(await put.json()).toMatchObject({ result: { key: "a/b ü.json", size: "2" } });
    const got = await rest("/r2/buckets/files/objects/a%2Fb%20%C3%BC.json");
    expect(got.headers.get("content-type")).toBe("application/json");
    expect(got.headers.get("etag")).toBe('"99914b932bd37a50b983c5e7c90ae93b"');
    expect(await got.text()).toBe("{}");
    expect(await cloud.api("GET", "/r2/buckets/files/objects?prefix=a/")).toMatchObject({
      result: [{ key: "a/b ü.json", size: 2 }],
      result_info: { is_truncated: false },
    });
  });

  test("bytes come back as they went, empty and large ones too", async () => {
    await cloud.api("POST", "/r2/buckets", { name: "bytes" });
    for (const size of [0, 1, 3_000_000]) {
      const bytes = crypto.getRandomValues(Buffer.alloc(Math.min(size, 65_536)));
      const body = Buffer.concat(Array.from({ length: Math.ceil(size / 65_536) }, () => bytes)).subarray(
        0,
        size,
      );
      await rest("/r2/buckets/bytes/objects/x", { method: "PUT", body });
      const back = Buffer.from(await (await rest("/r2/buckets/bytes/objects/x")).arrayBuffer());
      expect(back.equals(body)).toBe(true);
    }
  });

  test("a bucket that has objects is not deleted; one made anew under its name is empty", async () => {
    await cloud.api("POST", "/r2/buckets", { name: "again" });
    await cloud.api("PUT", "/r2/buckets/again/objects/x", "1");
    expect(await cloud.api("DELETE", "/r2/buckets/again")).toMatchObject({
      status: 409,
      errors: [{ code: 10008 }],
    });
    await cloud.api("DELETE", "/r2/buckets/again/objects", ["x"]);
    expect(await cloud.api("DELETE", "/r2/buckets/again")).toMatchObject({ success: true });
    await cloud.api("POST", "/r2/buckets", { name: "again" });
    expect(await cloud.api("GET", "/r2/buckets/again/objects")).toMatchObject({ result: [] });
    expect(await cloud.api("GET", "/r2/buckets/none/objects")).toMatchObject({ errors: [{ code: 10006 }] });
    expect(await cloud.api("POST", "/r2/buckets", { name: "again" })).toMatchObject({
      errors: [{ code: 10004 }],
    });
  });

  test("buckets of one name in two jurisdictions have nothing to do with each other", async () => {
    const { apiUrl: baseURL, token: apiToken } = cloud;
    const { buckets } = new Cloudflare({ baseURL, apiToken, maxRetries: 0 }).r2;
    const account = { account_id: cloud.accountId };
    for (const jurisdiction of ["default", "eu"] as const) {
      const there = { ...account, "cf-r2-jurisdiction": jurisdiction };
      expect(await buckets.create({ ...there, name: "twin" })).toMatchObject({ jurisdiction });
      await buckets.objects.upload("where", jurisdiction, { ...there, bucket_name: "twin" });
      const { buckets: listed = [] } = await buckets.list(there);
      expect(listed.filter(({ name }) => name === "twin")).toMatchObject([{ jurisdiction }]);
    }
    const nowhere = { ...account, "cf-r2-jurisdiction": "fedramp" } as const;
    await expect(buckets.get("twin", nowhere)).rejects.toThrow("10006");
    const bindings = [
      { type: "r2_bucket", name: "HERE", bucket_name: "twin" },
      { type: "r2_bucket", name: "EU", bucket_name: "twin", jurisdiction: "eu" },
    ];
    const code = `export default {
      async fetch(_, { HERE, EU }) {
        return new Response(await (await HERE.get("where")).text() + await (await EU.get("where")).text());
      },
    };`;
    await cloud.put("twins", code, { bindings });
    expect(await (await cloud.fetch("twins", "/")).text()).toBe("defaulteu");
  });
});

test("a list is whole, or in the pages that are asked for", async () => {
  const before = z.array(z.unknown()).parse((await cloud.api("GET", "/queues")).result).length;
  const names = Array.from({ length: 120 }, (_, number) => `many-${String(number).padStart(3, "0")}`);
  for (const queue_name of names) await cloud.api("POST", "/queues", { queue_name });
  const whole = await cloud.api("GET", "/queues");
  expect(whole.result).toHaveLength(before + 120);
  const page = await cloud.api("GET", "/queues?per_page=50&page=3");
  expect(page).toMatchObject({
    result: { length: before + 20 },
    result_info: { page: 3, per_page: 50, count: before + 20, total_count: before + 120, total_pages: 3 },
  });
});

test("a Worker's bindings and the API see the same data", async () => {
  const d1 = await createdId("/d1/database", { name: "shared" });
  const kv = await createdId("/storage/kv/namespaces", { title: "shared" });
  await cloud.api("POST", "/r2/buckets", { name: "shared" });
  await cloud.api("POST", `/d1/database/${d1}/query`, {
    sql: "CREATE TABLE t (a); INSERT INTO t VALUES ('d1')",
  });
  await cloud.api("PUT", `/storage/kv/namespaces/${kv}/values/k`, "kv");
  await cloud.api("PUT", "/r2/buckets/shared/objects/k", "r2");
  const code = `export default { async fetch(_, env) {
    await env.DB.batch([env.DB.prepare("INSERT INTO t VALUES (?)").bind("from the Worker")]);
    return Response.json([
      await env.DB.prepare("SELECT a FROM t LIMIT 1").first("a"),
      await env.KV.get("k"),
      await (await env.R2.get("k")).text(),
    ]);
  } };`;
  const answer = await cloud.put("sharing", code, {
    bindings: [
      { type: "d1", name: "DB", id: d1 },
      { type: "kv_namespace", name: "KV", namespace_id: kv },
      { type: "r2_bucket", name: "R2", bucket_name: "shared" },
    ],
  });
  expect(answer.errors).toEqual([]);
  expect(await (await cloud.fetch("sharing", "/")).json()).toEqual(["d1", "kv", "r2"]);
  expect(await cloud.api("POST", `/d1/database/${d1}/query`, { sql: "SELECT a FROM t" })).toMatchObject({
    result: [{ results: [{ a: "d1" }, { a: "from the Worker" }] }],
  });
});

test("a Worker calls another by service binding", async () => {
  await cloud.put(
    "callee",
    "export default { fetch: async (r) => new Response('heard ' + (await r.text())) };",
  );
  await cloud.put(
    "caller",
    "export default { fetch: (_, env) => env.OTHER.fetch('http://any/', { method: 'POST', body: 'you' }) };",
    { bindings: [{ type: "service", name: "OTHER", service: "callee" }] },
  );
  expect(await (await cloud.fetch("caller", "/")).text()).toBe("heard you");
});
