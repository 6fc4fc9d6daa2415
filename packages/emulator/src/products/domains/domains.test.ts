import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { says, startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.put("shop", says("shop"));
  await cloud.put("blog", says("blog"));
});
afterAll(() => cloud.close());

const Id = z.looseObject({ id: z.string() });
const at = async (host: string, path = "/") =>
  (await fetch(cloud.workersUrl + path, { headers: { host } })).text();
const zones = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${cloud.token}` };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${cloud.apiUrl}/zones${path}`, { method, headers, ...init });
  return z.looseObject({ result: z.unknown() }).parse(await response.json());
};

test("a custom domain answers by its Host, until it is deleted", async () => {
  const { result } = await cloud.api("PUT", "/workers/domains", {
    hostname: "shop.example.com",
    service: "shop",
  });
  expect(result).toMatchObject({ hostname: "shop.example.com", service: "shop", zone_name: "example.com" });
  expect(await at("shop.example.com")).toBe("shop");
  const move = { hostname: "shop.example.com", service: "blog" };
  expect(await cloud.api("PUT", "/workers/domains", move)).toMatchObject({ errors: [{ code: 100116 }] });
  await cloud.api("PUT", "/workers/domains", { ...move, override_existing_origin: true });
  expect(await at("shop.example.com")).toBe("blog");
  expect((await cloud.api("GET", "/workers/domains?service=blog")).result).toMatchObject([
    { hostname: "shop.example.com" },
  ]);
  await cloud.api("DELETE", `/workers/domains/${Id.parse(result).id}`);
  expect(await at("shop.example.com")).toContain("leads to no Worker");
});

test("routes lead to Workers, the most specific first, and before custom domains", async () => {
  const [zone] = z.array(Id).parse((await zones("GET", "?name=example.org")).result);
  expect((await zones("GET", "?name=www.example.org")).result).toEqual([]);
  const add = (pattern: string, script?: string) =>
    zones("POST", `/${zone?.id}/workers/routes`, { pattern, script });
  await cloud.api("PUT", "/workers/domains", { hostname: "www.example.org", service: "shop" });
  await add("*.example.org/blog/*", "blog");
  const none = await add("www.example.org/blog/private/*");
  expect(await at("www.example.org")).toBe("shop");
  expect(await at("www.example.org", "/blog/one")).toBe("blog");
  expect(await at("www.example.org", "/blog/private/x")).toContain("leads to no Worker");
  await zones("DELETE", `/${zone?.id}/workers/routes/${Id.parse(none.result).id}`);
  expect(await at("www.example.org", "/blog/private/x")).toBe("blog");
  expect((await zones("GET", `/${zone?.id}/workers/routes`)).result).toMatchObject([
    { pattern: "*.example.org/blog/*", script: "blog" },
  ]);
});

test("a Worker's routes and domains are replaced together, and go with it", async () => {
  await cloud.put("brief", says("brief"));
  await cloud.api("PUT", "/workers/scripts/brief/routes", [{ pattern: "brief.co.uk/*" }]);
  await cloud.api("PUT", "/workers/scripts/brief/domains/records", {
    origins: [{ hostname: "a.brief.co.uk" }],
  });
  expect([await at("brief.co.uk"), await at("a.brief.co.uk")]).toEqual(["brief", "brief"]);
  // As wrangler asks.
  const records = await cloud.api("GET", "/workers/domains/records?page=0&per_page=5&service=brief");
  expect(records.result).toMatchObject([{ hostname: "a.brief.co.uk", service: "brief" }]);
  const [record] = z.array(Id).parse(records.result);
  expect(await cloud.api("GET", `/workers/domains/records/${record?.id}`)).toMatchObject({ success: true });
  expect(await cloud.api("GET", "/workers/domains?page=one")).toMatchObject({ status: 400 });
  await cloud.api("PUT", "/workers/scripts/brief/routes", []);
  expect(await at("brief.co.uk")).toContain("leads to no Worker");
  await cloud.api("DELETE", "/workers/scripts/brief");
  expect(await at("a.brief.co.uk")).toContain("leads to no Worker");
});
