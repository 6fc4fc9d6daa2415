import Cloudflare from "cloudflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test("values with metadata, bulk, listing by prefix, keys of any kind", async () => {
  const id = await cloud.create("/storage/kv/namespaces", { title: "settings" });
  const at = `/storage/kv/namespaces/${id}`;
  await cloud.api("PUT", `${at}/bulk`, [
    { key: "a/1", value: "one", metadata: { m: 1 } },
    { key: "a/2", value: btoa("two"), base64: true },
    { key: "b ü", value: "three" },
  ]);
  expect(await (await cloud.request(`${at}/values/a%2F1`)).text()).toBe("one");
  expect(await (await cloud.request(`${at}/values/a%2F2`)).text()).toBe("two");
  expect(await (await cloud.request(`${at}/values/${encodeURIComponent("b ü")}`)).text()).toBe("three");
  expect(await cloud.api("GET", `${at}/metadata/a%2F1`)).toMatchObject({ result: { m: 1 } });
  expect(await cloud.api("GET", `${at}/keys?prefix=a/`)).toMatchObject({
    result: [{ name: "a/1", metadata: { m: 1 } }, { name: "a/2" }],
    result_info: { count: 2 },
  });
  await cloud.api("DELETE", `${at}/values/a%2F1`);
  expect((await cloud.request(`${at}/values/a%2F1`)).status).toBe(404);
  expect(await cloud.api("POST", "/storage/kv/namespaces", { title: "settings" })).toMatchObject({
    status: 400,
    errors: [{ code: 10014 }],
  });
});

test("keys in pages by cursor, and when they expire", async () => {
  const at = `/storage/kv/namespaces/${await cloud.create("/storage/kv/namespaces", { title: "paged" })}`;
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
  const value = await cloud.request(`${at}/values/key-10`);
  expect(value.headers.get("expiration")).toBe(String(expiration));
  expect(await cloud.api("PUT", `${at}/values/brief?expiration_ttl=5`, "x")).toMatchObject({ status: 400 });
});
