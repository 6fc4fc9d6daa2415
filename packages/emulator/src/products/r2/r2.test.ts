import Cloudflare from "cloudflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test("objects with slashes in their keys, their type and etag", async () => {
  await cloud.api("POST", "/r2/buckets", { name: "files" });
  const put = await cloud.request("/r2/buckets/files/objects/a/b%20ü.json", {
    method: "PUT",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(await put.json()).toMatchObject({ result: { key: "a/b ü.json", size: "2" } });
  const got = await cloud.request("/r2/buckets/files/objects/a%2Fb%20%C3%BC.json");
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
    await cloud.request("/r2/buckets/bytes/objects/x", { method: "PUT", body });
    const back = Buffer.from(await (await cloud.request("/r2/buckets/bytes/objects/x")).arrayBuffer());
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
