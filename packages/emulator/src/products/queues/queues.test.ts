import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startCloud, type TestCloud, temporaryFolder } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const Made = z.looseObject({ queue_id: z.string() });
const Namespace = z.looseObject({ id: z.string() });

async function queue(on: TestCloud, name: string, settings: object = {}): Promise<string> {
  return Made.parse((await on.api("POST", "/queues", { queue_name: name, settings })).result).queue_id;
}

/** Makes queue `name`, and a Worker `name` that sends to it what it is asked to, and notes each batch it gets. */
async function world(on: TestCloud, name: string, handler: string, consumer: object = {}): Promise<string> {
  const id = await queue(on, name);
  const notes = await on.api("POST", "/storage/kv/namespaces", { title: name });
  const code = `export default {
    async fetch(request, env) {
      const { pathname } = new URL(request.url);
      if (pathname === "/send") await env.QUEUE.send(await request.json());
      if (pathname === "/batch") await env.QUEUE.sendBatch((await request.json()).map((body) => ({ body })));
      if (pathname === "/kinds") {
        await env.QUEUE.send("text", { contentType: "text" });
        await env.QUEUE.send(new Uint8Array([1, 2]), { contentType: "bytes" });
        await env.QUEUE.send(new Map([["a", 1n]]), { contentType: "v8" });
        await env.QUEUE.send({ a: [1] }, { contentType: "json" });
      }
      const { keys } = await env.NOTES.list();
      return Response.json(await Promise.all(keys.map(({ name }) => env.NOTES.get(name, "json"))));
    },
    async queue(batch, env, ctx) {
      const note = (value) => env.NOTES.put(String(performance.now() + performance.timeOrigin) + crypto.randomUUID(), JSON.stringify(value));
      ${handler}
    },
  };`;
  const bindings = [
    { type: "queue", name: "QUEUE", queue_name: name },
    { type: "kv_namespace", name: "NOTES", namespace_id: Namespace.parse(notes.result).id },
  ];
  expect(await on.put(name, code, { bindings })).toMatchObject({ success: true });
  const added = await on.api("POST", `/queues/${id}/consumers`, {
    type: "worker",
    script_name: name,
    ...consumer,
  });
  expect(added).toMatchObject({ success: true });
  return id;
}

const NOTE_BODIES = "await note(batch.messages.map(({ body }) => body));";
const at = async (name: string, path: string, value?: unknown): Promise<unknown> => {
  const init = value === undefined ? {} : { method: "POST", body: JSON.stringify(value) };
  return (await cloud.fetch(name, path, init)).json();
};
const quick = (settings: object = {}) => ({ settings: { max_wait_time_ms: 50, ...settings } });

describe("a consumer", () => {
  test("gets what is sent: a full batch at once, the rest after the time to wait", async () => {
    await world(cloud, "batches", NOTE_BODIES, quick({ batch_size: 3 }));
    await at("batches", "/batch", [1, 2, 3, 4]);
    await expect.poll(() => at("batches", "/")).toEqual([[1, 2, 3], [4]]);
  });

  test("gets every kind of body as it was sent", async () => {
    const describe = `await note(batch.messages.map(({ body }) =>
      body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? [...new Uint8Array(body.buffer ?? body)]
      : body instanceof Map ? [...body].flat().map(String) : body));`;
    await world(cloud, "kinds", describe, quick({ batch_size: 4 }));
    await at("kinds", "/kinds");
    await expect.poll(() => at("kinds", "/")).toEqual([["text", [1, 2], ["a", "1"], { a: [1] }]]);
  });

  test("that throws gets its messages again, and then they go to the dead-letter queue", async () => {
    const dead = await queue(cloud, "graveyard");
    await cloud.api("POST", `/queues/${dead}/consumers`, { type: "http_pull" });
    const handler = "await note(batch.messages.map(({ attempts }) => attempts)); throw new Error('no');";
    const options = { dead_letter_queue: "graveyard", ...quick({ max_retries: 2 }) };
    const id = await world(cloud, "thrower", handler, options);
    await at("thrower", "/send", { to: "bury" });
    await expect.poll(() => at("thrower", "/")).toEqual([[1], [2], [3]]);
    const pull = () => cloud.api("POST", `/queues/${dead}/messages/pull`, {});
    await expect
      .poll(async () => (await pull()).result)
      .toMatchObject({ messages: [{ body: btoa('{"to":"bury"}'), attempts: 1 }] });
    expect((await cloud.api("GET", `/queues/${id}`)).result).toMatchObject({ consumers_total_count: 1 });
  });

  test("decides on each message alone", async () => {
    const handler = `await note(batch.messages.map(({ body, attempts }) => body + attempts));
      for (const message of batch.messages) {
        if (message.body === "again" && message.attempts === 1) message.retry();
        else message.ack();
      }
      throw new Error("acknowledged is acknowledged all the same");`;
    await world(cloud, "choosy", handler, quick({ batch_size: 2 }));
    await at("choosy", "/batch", ["fine", "again"]);
    await expect.poll(() => at("choosy", "/")).toEqual([["fine1", "again1"], ["again2"]]);
  });

  test("is the version that is live", async () => {
    await world(cloud, "changing", "await note('old');", quick());
    const { result } = await cloud.api("GET", "/workers/scripts/changing/settings");
    const { bindings } = z.object({ bindings: z.array(z.looseObject({})) }).parse(result);
    const code =
      "export default { queue: (batch, env) => env.NOTES.put('note', '\"new\"'), fetch: async (_, env) => Response.json(await env.NOTES.get('note')) };";
    await cloud.put("changing", code, { bindings });
    await cloud.api("POST", `/queues/${await idOf("changing")}/messages`, { body: 1 });
    await expect.poll(() => at("changing", "/")).toBe('"new"');
  });
});

async function idOf(name: string): Promise<string> {
  const { result } = await cloud.api("GET", `/queues?name=${name}`);
  return z.array(Made).parse(result)[0]?.queue_id ?? "";
}

describe("the API", () => {
  test("creates, lists, changes and deletes queues", async () => {
    const id = await queue(cloud, "mine", { delivery_delay: 5 });
    expect(await cloud.api("GET", `/queues/${id}`)).toMatchObject({
      result: { queue_name: "mine", settings: { delivery_delay: 5, message_retention_period: 345_600 } },
    });
    expect(await cloud.api("POST", "/queues", { queue_name: "mine" })).toMatchObject({
      errors: [{ code: 11009 }],
    });
    await cloud.api("PATCH", `/queues/${id}`, { queue_name: "renamed", settings: { delivery_paused: true } });
    expect((await cloud.api("GET", "/queues?name=renamed")).result).toMatchObject([
      { queue_id: id, settings: { delivery_delay: 5, delivery_paused: true } },
    ]);
    expect(await cloud.api("DELETE", `/queues/${id}`)).toMatchObject({ success: true });
    expect(await cloud.api("GET", `/queues/${id}`)).toMatchObject({ status: 404, errors: [{ code: 11000 }] });
  });

  test("gives a queue one consumer, a Worker that exists", async () => {
    const id = await queue(cloud, "consumed");
    const add = (script_name: string) =>
      cloud.api("POST", `/queues/${id}/consumers`, { type: "worker", script_name });
    expect(await add("nobody")).toMatchObject({ errors: [{ code: 10007 }] });
    await cloud.put("eater", "export default { queue() {} };");
    const { result } = await add("eater");
    expect(result).toMatchObject({ script: "eater", settings: { batch_size: 10, max_retries: 3 } });
    expect(await add("eater")).toMatchObject({ errors: [{ code: 11004 }] });
    expect((await cloud.api("GET", "/workers/scripts/eater/queue-consumers")).result).toMatchObject([
      { queue_name: "consumed", script: "eater" },
    ]);
    const consumer = z.looseObject({ consumer_id: z.string() }).parse(result).consumer_id;
    await cloud.api("PUT", `/queues/${id}/consumers/${consumer}`, {
      script_name: "eater",
      settings: { batch_size: 7 },
    });
    expect((await cloud.api("GET", `/queues/${id}/consumers`)).result).toMatchObject([
      { settings: { batch_size: 7 } },
    ]);
    await cloud.api("DELETE", `/queues/${id}/consumers/${consumer}`);
    expect((await cloud.api("GET", `/queues/${id}/consumers`)).result).toEqual([]);
  });

  test("lets messages be pulled, and shows them again when their lease ends or they are given back", async () => {
    const id = await queue(cloud, "pulled");
    await cloud.api("POST", `/queues/${id}/consumers`, { type: "http_pull" });
    await cloud.api("POST", `/queues/${id}/messages`, { body: "a word", content_type: "text" });
    const Pulled = z.object({ messages: z.array(z.looseObject({ lease_id: z.string(), body: z.string() })) });
    const pull = async () =>
      Pulled.parse((await cloud.api("POST", `/queues/${id}/messages/pull`, {})).result).messages;
    const [first] = await pull();
    expect(first?.body).toBe("a word");
    expect(await pull()).toEqual([]);
    await cloud.api("POST", `/queues/${id}/messages/ack`, { retries: [{ lease_id: first?.lease_id }] });
    const [again] = await pull();
    await cloud.api("POST", `/queues/${id}/messages/ack`, { acks: [{ lease_id: again?.lease_id }] });
    expect(await pull()).toEqual([]);
  });

  test("refuses a binding to a queue that is not there: 11000", async () => {
    const bindings = [{ type: "queue", name: "Q", queue_name: "nowhere" }];
    expect((await cloud.put("bound", "export default {};", { bindings })).errors).toMatchObject([
      { code: 11000 },
    ]);
  });
});

test("messages survive a restart and are delivered after it", async () => {
  const dir = temporaryFolder();
  const before = await startCloud(dir);
  const id = await world(before, "kept", NOTE_BODIES, quick());
  await before.api("PATCH", `/queues/${id}`, { settings: { delivery_paused: true } });
  await before.fetch("kept", "/batch", { method: "POST", body: "[1, 2]" });
  await before.close();
  const after = await startCloud(dir);
  try {
    expect(await (await after.fetch("kept", "/")).json()).toEqual([]);
    await after.api("PATCH", `/queues/${id}`, { settings: { delivery_paused: false } });
    await expect.poll(async () => (await after.fetch("kept", "/")).json()).toEqual([[1, 2]]);
  } finally {
    await after.close();
    rmSync(dir, { recursive: true, force: true });
  }
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
