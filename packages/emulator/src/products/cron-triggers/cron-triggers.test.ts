import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const EVERY_MINUTE = "* * * * *";
/** Notes in KV which version was called with which cron. */
const code = (word: string) => `export default {
  fetch: async (_, env) => new Response(await env.NOTES.get("fired")),
  async scheduled(event, env) {
    if (event.cron === "0 0 1 1 *") throw new Error("not today");
    await env.NOTES.put("fired", "${word} " + event.cron + " " + (Date.now() - event.scheduledTime < 10_000));
  },
};`;
const fire = async (script: string, cron: string) => {
  const response = await fetch(new URL("/emulator/fire", cloud.apiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${cloud.token}` },
    body: JSON.stringify({ script, cron }),
  });
  return response.json();
};
const fired = async () => (await cloud.fetch("timed", "/")).text();

test("a cron trigger calls the version that is live, and tells how it took it", async () => {
  const { result } = await cloud.api("POST", "/storage/kv/namespaces", { title: "notes" });
  const bindings = [{ type: "kv_namespace", name: "NOTES", namespace_id: Reflect.get(Object(result), "id") }];
  await cloud.put("timed", code("one"), { bindings });
  expect(await fire("timed", EVERY_MINUTE)).toMatchObject({ result: { outcome: "ok" } });
  expect(await fired()).toBe("one * * * * * true");
  const two = await cloud.version("timed", code("two"), { bindings });
  await cloud.deploy("timed", { [two]: 100 });
  await fire("timed", EVERY_MINUTE);
  expect(await fired()).toBe("two * * * * * true");
  expect(await fire("timed", "0 0 1 1 *")).toMatchObject({ result: { outcome: "exception" } });
});

test("a cron trigger of a Worker that is not there: 10007", async () => {
  expect(await fire("nobody", EVERY_MINUTE)).toMatchObject({ errors: [{ code: 10007 }] });
});

test("schedules are kept as they are put, and refused when they make no sense", async () => {
  await cloud.put("scheduled", code("one"), {});
  const put = (cron: string) => cloud.api("PUT", "/workers/scripts/scheduled/schedules", [{ cron }]);
  expect(await put("*/30 * * * *")).toMatchObject({ result: { schedules: [{ cron: "*/30 * * * *" }] } });
  expect(await put("61 * * * *")).toMatchObject({ status: 400 });
  expect(await cloud.api("GET", "/workers/scripts/scheduled/schedules")).toMatchObject({
    result: { schedules: [{ cron: "*/30 * * * *" }] },
  });
});

test("only who has the token can fire one", async () => {
  const response = await fetch(new URL("/emulator/fire", cloud.apiUrl), { method: "POST" });
  expect(response.status).toBe(400);
});
