import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startCloud, type TestCloud, temporaryFolder } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

/** Doubles a number, waits for somebody to say yes, and notes in KV how often each step ran. */
const code = (word: string) => `
import { WorkflowEntrypoint } from "cloudflare:workers";
export class Order extends WorkflowEntrypoint {
  async run(event, step) {
    const count = async (name) => this.env.NOTES.put(name, String(Number(await this.env.NOTES.get(name)) + 1));
    const doubled = await step.do("double", async () => {
      await count("double " + event.instanceId);
      if (event.payload.bad) throw new Error("bad payload");
      return event.payload.number * 2;
    });
    const yes = await step.waitForEvent("ask", { type: "yes", timeout: "1 hour" });
    await step.sleep("a moment", 10);
    return { doubled, said: yes.payload, by: "${word}" };
  }
}
export default {
  async fetch(request, env) {
    const [, verb, id] = new URL(request.url).pathname.split("/");
    if (verb === "start") return Response.json({ id: (await env.ORDERS.create({ id, params: { number: 21 } })).id });
    if (verb === "ran") return new Response(await env.NOTES.get("double " + id));
    const instance = await env.ORDERS.get(id);
    if (verb === "yes") await instance.sendEvent({ type: "yes", payload: "yes" });
    return Response.json(await instance.status());
  },
};`;

async function put(on: TestCloud, name: string): Promise<void> {
  const notes = await on.api("POST", "/storage/kv/namespaces", { title: name });
  const bindings = [
    { type: "workflow", name: "ORDERS", workflow_name: name, class_name: "Order" },
    {
      type: "kv_namespace",
      name: "NOTES",
      namespace_id: z.looseObject({ id: z.string() }).parse(notes.result).id,
    },
  ];
  expect(await on.put(name, code("one"), { bindings })).toMatchObject({ success: true });
  const made = await on.api("PUT", `/workflows/${name}`, { script_name: name, class_name: "Order" });
  expect(made).toMatchObject({ success: true, result: { name, class_name: "Order" } });
}
const status = async (on: TestCloud, name: string, id: string) =>
  (await on.fetch(name, `/status/${id}`)).json();

test("a Worker starts instances, tells them of events and sees what comes of them", async () => {
  await put(cloud, "orders");
  expect(await (await cloud.fetch("orders", "/start/first")).json()).toEqual({ id: "first" });
  await expect.poll(async () => (await cloud.fetch("orders", "/ran/first")).text()).toBe("1");
  expect(await status(cloud, "orders", "first")).toMatchObject({ status: "running" });
  await cloud.fetch("orders", "/yes/first");
  await expect
    .poll(() => status(cloud, "orders", "first"))
    .toMatchObject({ status: "complete", output: { doubled: 42, said: "yes", by: "one" } });
});

test("the API does the same, and shows every step", async () => {
  await put(cloud, "shown");
  const base = "/workflows/shown/instances";
  expect(await cloud.api("POST", base, { instance_id: "a", params: { number: 2 } })).toMatchObject({
    result: { id: "a" },
  });
  await expect.poll(async () => (await cloud.fetch("shown", "/ran/a")).text()).toBe("1");
  expect((await cloud.api("GET", base)).result).toMatchObject([{ id: "a", status: "running" }]);
  await cloud.api("POST", `${base}/a/events/yes`, { sure: true });
  await expect
    .poll(async () => (await cloud.api("GET", `${base}/a`)).result)
    .toMatchObject({
      status: "complete",
      success: true,
      params: { number: 2 },
      output: { doubled: 4 },
      steps: [
        { type: "step", name: "double-1", success: true, output: 4, attempts: [{ success: true }] },
        { type: "waitForEvent", finished: true },
        { type: "sleep", finished: true },
      ],
    });
  await cloud.api("POST", base, { instance_id: "b", params: { number: 2 } });
  await cloud.api("PATCH", `${base}/b/status`, { status: "terminate" });
  expect((await cloud.api("GET", `${base}/b`)).result).toMatchObject({
    status: "terminated",
    success: false,
  });
  expect(await cloud.api("GET", `${base}/c`)).toMatchObject({
    status: 404,
    errors: [{ message: "instance.not_found" }],
  });
});

test("a workflow is listed, refused for a class that is not there, and deleted", async () => {
  await put(cloud, "listed");
  const list = async () => {
    const { result } = await cloud.api("GET", "/workflows");
    return z
      .array(z.looseObject({ name: z.string() }))
      .parse(result)
      .map(({ name }) => name);
  };
  expect(await list()).toContain("listed");
  expect(
    await cloud.api("PUT", "/workflows/wrong", { script_name: "listed", class_name: "Nope" }),
  ).toMatchObject({
    status: 400,
    errors: [{ code: 10021 }],
  });
  expect(await cloud.put("listed", "export default { fetch() {} };")).toMatchObject({
    errors: [{ code: 10021 }],
  });
  await cloud.api("DELETE", "/workflows/listed");
  expect(await list()).not.toContain("listed");
});

test("instances go on after a new version and after a restart, without running a step again", async () => {
  const dir = temporaryFolder();
  const before = await startCloud(dir);
  await put(before, "kept");
  for (const id of ["one", "two"]) {
    await before.fetch("kept", `/start/${id}`);
    await expect.poll(async () => (await before.fetch("kept", `/ran/${id}`)).text()).toBe("1");
  }
  const { result } = await before.api("GET", "/workers/scripts/kept/settings");
  const { bindings } = z.object({ bindings: z.array(z.looseObject({})) }).parse(result);
  await before.put("kept", code("two"), { bindings });
  await before.fetch("kept", "/yes/one");
  const done = { status: "complete", output: { doubled: 42, by: "two" } };
  await expect.poll(() => status(before, "kept", "one")).toMatchObject(done);
  await before.close();
  const after = await startCloud(dir);
  try {
    await after.fetch("kept", "/yes/two");
    await expect.poll(() => status(after, "kept", "two")).toMatchObject(done);
    expect(await (await after.fetch("kept", "/ran/two")).text()).toBe("1");
  } finally {
    await after.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
