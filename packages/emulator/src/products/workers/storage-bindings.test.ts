import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test("a Worker's bindings and the API see the same data", async () => {
  const d1 = await cloud.create("/d1/database", { name: "shared" });
  const kv = await cloud.create("/storage/kv/namespaces", { title: "shared" });
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
