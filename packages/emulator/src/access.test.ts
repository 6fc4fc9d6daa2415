import { afterAll, beforeAll, expect, test } from "vitest";
import { says, startCloud, type TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const ask = (headers: Record<string, string>, path = "/accounts") => fetch(cloud.apiUrl + path, { headers });
const bearer = () => ({ authorization: `Bearer ${cloud.token}` });

test("the API wants the token", async () => {
  expect((await ask({})).status).toBe(400);
  const wrong = await ask({ authorization: "Bearer wrong" });
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toMatchObject({ success: false, errors: [{ code: 10000 }] });
  expect((await ask(bearer())).status).toBe(200);
});

test("the API is no web page's to use: a foreign Origin is refused, token or not", async () => {
  for (const origin of ["https://evil.example", "null", "http://shop.localhost:8787"]) {
    expect((await ask({ ...bearer(), origin })).status).toBe(403);
  }
});

test("a foreign Host is refused, so that no name can be pointed here", async () => {
  expect((await ask({ ...bearer(), host: "evil.example" })).status).toBe(403);
  expect((await ask({ ...bearer(), host: "localhost.evil.example" })).status).toBe(403);
});

test("another account is refused", async () => {
  expect((await ask(bearer(), "/accounts/0123/d1/database")).status).toBe(403);
});

test("an unknown route says so, as Cloudflare does", async () => {
  const answer = await cloud.api("GET", "/vectorize/v2/indexes");
  expect(answer).toMatchObject({ status: 404, errors: [{ code: 7003 }] });
  expect(answer.errors[0]?.message).toContain("The emulator does not have GET");
});

test("a body that is not what it should be is refused with the field's name", async () => {
  expect(await cloud.api("POST", "/d1/database", "{")).toMatchObject({ status: 400 });
  const answer = await cloud.api("POST", "/d1/database", { name: 1 });
  expect(answer.errors[0]?.message).toContain("name: ");
});

test("the token verifies, and who is who is answered", async () => {
  expect(await (await ask(bearer(), "/user/tokens/verify")).json()).toMatchObject({
    result: { status: "active" },
  });
  expect(await (await ask(bearer())).json()).toMatchObject({ result: [{ id: cloud.accountId }] });
  expect(await cloud.api("GET", "/workers/subdomain")).toMatchObject({ result: { subdomain: "emulator" } });
});

test("the emulator's own headers cannot be forged by a visitor", async () => {
  await cloud.put("plain", says("plain"));
  const headers = { "x-emulator-assets": "x", "x-emulator-service": "plain", "x-emulator-secret": "x" };
  expect(await (await cloud.fetch("plain", "/", { headers })).text()).toBe("plain");
});
