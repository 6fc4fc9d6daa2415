import { rmSync } from "node:fs";
import Cloudflare from "cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCloud, type TestCloud, temporaryFolder, type Upload } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

/** A Worker with counters: `/<name>` adds one and says who counted. */
const counting = (word: string, className = "Counter") => `
import { DurableObject } from "cloudflare:workers";
export class ${className} extends DurableObject {
  async add() {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return { count, by: "${word}", name: this.ctx.id.name };
  }
  async slow() {
    await scheduler.wait(300);
    return this.add();
  }
  fail() {
    throw new RangeError("too far");
  }
  async fetch(request) {
    if (request.headers.get("upgrade") === null) return new Response("fetched " + new URL(request.url).pathname);
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(socket, message) {
    socket.send("${word} heard " + message);
  }
}
export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const object = env.COUNTERS.getByName(pathname.slice(1));
    if (request.headers.get("upgrade") !== null) return object.fetch(request);
    try {
      return Response.json({ ...(await object[searchParams.get("call") ?? "add"]()), through: "${word}" });
    } catch (error) {
      return Response.json({ thrown: String(error) }, { status: 500 });
    }
  },
};`;
const BINDING = { type: "durable_object_namespace", name: "COUNTERS", class_name: "Counter" };
const made = { bindings: [BINDING], migrations: { new_tag: "v1", new_sqlite_classes: ["Counter"] } };
const count = async (script: string, path = "/one", headers: Record<string, string> = {}) =>
  (await cloud.fetch(script, path, { headers })).json();

describe("objects", () => {
  test("keep what they store and know their name, through new versions that run their code from then on", async () => {
    expect(await cloud.put("counter", counting("one"), made)).toMatchObject({ success: true });
    expect(await count("counter")).toEqual({ count: 1, by: "one", name: "one", through: "one" });
    const two = await cloud.version("counter", counting("two"), { bindings: [BINDING] });
    expect(await count("counter")).toMatchObject({ count: 2, by: "one" });
    await cloud.deploy("counter", { [two]: 100 });
    expect(await count("counter")).toMatchObject({ count: 3, by: "two", through: "two" });
    expect(await count("counter", "/other")).toMatchObject({ count: 1, name: "other" });
  });

  test("are in one place although two versions serve", async () => {
    await cloud.put("shared", counting("one"), made);
    const { result } = await cloud.api("GET", "/workers/scripts/shared/versions");
    const one = String(Reflect.get(Object(result), "items")[0].id);
    const two = await cloud.version("shared", counting("two"), { bindings: [BINDING] });
    await cloud.deploy("shared", { [one]: 60, [two]: 40 });
    const through = (id: string) => ({ "Cloudflare-Workers-Version-Overrides": `shared="${id}"` });
    expect(await count("shared", "/one", through(one))).toMatchObject({ count: 1, through: "one" });
    expect(await count("shared", "/one", through(two))).toMatchObject({
      count: 2,
      through: "two",
      by: "one",
    });
    expect(await count("shared", "/one", through(one))).toMatchObject({ count: 3, through: "one" });
  });

  test("throw what they throw", async () => {
    await cloud.put("thrower", counting("one"), made);
    expect(await count("thrower", "/one?call=fail")).toEqual({ thrown: "RangeError: too far" });
  });

  test("are reached from another Worker by script_name", async () => {
    await cloud.put("owner", counting("owner"), made);
    await cloud.put("visitor", counting("visitor", "Unused"), {
      bindings: [{ ...BINDING, script_name: "owner" }],
    });
    expect(await count("visitor")).toEqual({ count: 1, by: "owner", name: "one", through: "visitor" });
    expect(await count("owner")).toMatchObject({ count: 2 });
  });

  test("lose no call to a deployment: those under way end, those that come wait", async () => {
    await cloud.put("loaded", counting("one"), made);
    const two = await cloud.version("loaded", counting("two"), { bindings: [BINDING] });
    const slow = count("loaded", "/one?call=slow");
    let going = true;
    const load = (async () => {
      const answers: unknown[] = [];
      while (going) answers.push(await count("loaded", `/${answers.length % 7}`));
      return answers;
    })();
    await count("loaded", "/two");
    await cloud.deploy("loaded", { [two]: 100 });
    await count("loaded", "/two");
    going = false;
    expect(await slow).toMatchObject({ count: 1, by: "one" });
    for (const answer of await load) expect(answer).toHaveProperty("count");
    expect(await count("loaded")).toMatchObject({ count: expect.any(Number), by: "two" });
  });

  test("are there again when the process that they lived in was killed", async () => {
    await cloud.put("fragile", counting("one"), made);
    await count("fragile");
    const list = Bun.spawnSync(["ps", "-eo", "pid,args"]).stdout.toString().split("\n");
    const host = list.find((line) => line.includes(`${cloud.dir}/run/fragile.objects.`));
    process.kill(Number(host?.trim().split(" ")[0]), "SIGKILL");
    await expect.poll(() => count("fragile").catch(() => undefined)).toMatchObject({ count: 2 });
  });

  // developers.cloudflare.com/durable-objects/deployments/durable-objects-code-updates: "resets and adopts the new code"
  test("have WebSockets, which new code closes and nothing else", async () => {
    await cloud.put("room", counting("one"), made);
    const two = await cloud.version("room", counting("two"), { bindings: [BINDING] });
    const socket = new WebSocket(`${cloud.workersUrl.replace("http://", "ws://room.")}/lobby`);
    const heard: string[] = [];
    socket.onmessage = ({ data }) => heard.push(data);
    await new Promise((resolve) => {
      socket.onopen = resolve;
    });
    socket.send("a");
    await expect.poll(() => heard).toEqual(["one heard a"]);
    await cloud.put("bystander", counting("x"), made);
    await cloud.api("PATCH", "/workers/scripts/room/script-settings", { logpush: false });
    socket.send("b");
    await expect.poll(() => heard).toEqual(["one heard a", "one heard b"]);
    const closed = new Promise((resolve) => {
      socket.onclose = resolve;
    });
    await cloud.deploy("room", { [two]: 100 });
    await closed;
  });
});

describe("classes", () => {
  const errors = async (script: string, code: string, upload: Upload) =>
    (await cloud.put(script, code, upload)).errors[0];

  test("are listed as namespaces, and their objects", async () => {
    await cloud.put("listed", counting("one"), made);
    await count("listed");
    const { result } = await cloud.api("GET", "/workers/durable_objects/namespaces");
    const mine = Array.isArray(result) ? result.find(({ script }) => script === "listed") : undefined;
    expect(mine).toMatchObject({ name: "listed_Counter", class: "Counter", use_sqlite: true });
    const objects = await cloud.api("GET", `/workers/durable_objects/namespaces/${mine.id}/objects`);
    expect(objects.result).toEqual([{ id: expect.stringMatching(/^[0-9a-f]{64}$/), hasStoredData: true }]);
    await count("listed", "/two");
    await count("listed", "/three");
    const client = new Cloudflare({ apiToken: cloud.token, baseURL: cloud.apiUrl, maxRetries: 0 });
    const paged = client.durableObjects.namespaces.objects.list(mine.id, {
      account_id: cloud.accountId,
      limit: 2,
    });
    expect(new Set((await Array.fromAsync(paged)).map(({ id }) => id)).size).toBe(3);
    const service = await cloud.api("GET", "/workers/services/listed");
    expect(service.result).toHaveProperty("default_environment.script.migration_tag", "v1");
  });

  test("are renamed with all they keep, and deleted with it", async () => {
    await cloud.put("moving", counting("one"), made);
    await count("moving");
    const renamed = { old_tag: "v1", new_tag: "v2", renamed_classes: [{ from: "Counter", to: "Tally" }] };
    const bindings = [{ ...BINDING, class_name: "Tally" }];
    expect(
      await cloud.put("moving", counting("two", "Tally"), { bindings, migrations: renamed }),
    ).toMatchObject({ success: true });
    expect(await count("moving")).toMatchObject({ count: 2, by: "two" });
    const deleted = { old_tag: "v2", new_tag: "v3", steps: [{ deleted_classes: ["Tally"] }] };
    await cloud.put("moving", counting("three"), { migrations: deleted });
    const { new_sqlite_classes } = made.migrations;
    const again = { old_tag: "v3", new_tag: "v4", new_sqlite_classes };
    await cloud.put("moving", counting("four"), { bindings: [BINDING], migrations: again });
    expect(await count("moving")).toMatchObject({ count: 1, by: "four" });
  });

  test("go to another Worker with all they keep", async () => {
    await cloud.put("giver", counting("giver"), made);
    await count("giver");
    const transferred_classes = [{ from: "Counter", from_script: "giver", to: "Counter" }];
    await cloud.put("taker", counting("taker"), {
      bindings: [BINDING],
      migrations: { new_tag: "v1", transferred_classes },
    });
    expect(await count("taker")).toMatchObject({ count: 2, by: "taker" });
    expect(await count("giver")).toMatchObject({ count: 3, by: "taker", through: "giver" });
  });

  test("can be declared as exports instead", async () => {
    const exports = { Counter: { type: "durable-object", storage: "sqlite" } };
    await cloud.put("declared", counting("one"), { bindings: [BINDING], exports });
    expect(await count("declared")).toMatchObject({ count: 1 });
    const renamed = {
      Counter: { type: "durable-object", state: "renamed", renamed_to: "Tally" },
      Tally: { type: "durable-object", storage: "sqlite" },
    };
    const bindings = [{ ...BINDING, class_name: "Tally" }];
    await cloud.put("declared", counting("two", "Tally"), { bindings, exports: renamed });
    expect(await count("declared")).toMatchObject({ count: 2, by: "two" });
    expect(await errors("declared", counting("two", "Tally"), { exports })).toMatchObject({ code: 100402 });
  });

  test("a class that is not exported: 10070 when new, 10064 when it has objects", async () => {
    expect(await errors("lacking", counting("one", "Other"), { migrations: made.migrations })).toMatchObject({
      code: 10070,
    });
    expect((await cloud.fetch("lacking", "/")).status).toBe(404);
    await cloud.put("lacking", counting("one"), made);
    expect(await errors("lacking", counting("two", "Other"), {})).toMatchObject({ code: 10064 });
    expect(await count("lacking")).toMatchObject({ count: 1, by: "one" });
  });

  test("a class without a migration: 10061; twice new: 10074; from another tag: 10079", async () => {
    expect(await errors("strict", counting("one"), { bindings: [BINDING] })).toMatchObject({ code: 10061 });
    await cloud.put("strict", counting("one"), made);
    expect(await errors("strict", counting("two"), made)).toMatchObject({
      code: 10079,
      message: "Migration tag precondition failed; current tag is v1",
    });
    const again = { ...made.migrations, old_tag: "v1" };
    expect(await errors("strict", counting("two"), { ...made, migrations: again })).toMatchObject({
      code: 10074,
    });
    expect(await count("strict")).toMatchObject({ count: 1, by: "one" });
  });

  test("a migration in a version: 10211; a version from before one, deployed: 100405", async () => {
    await cloud.put("versioned", counting("one"));
    const { result } = await cloud.api("GET", "/workers/scripts/versioned/versions");
    const before = String(Reflect.get(Object(result), "items")[0].id);
    await expect(cloud.version("versioned", counting("two"), made)).rejects.toThrow("10211");
    await cloud.put("versioned", counting("two"), made);
    expect(await cloud.deploy("versioned", { [before]: 100 })).toMatchObject({ errors: [{ code: 100405 }] });
    expect(await count("versioned")).toMatchObject({ by: "two" });
  });
});

const ringing = `
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  ring(delay) { return this.ctx.storage.setAlarm(Date.now() + delay); }
  alarm() { return this.ctx.storage.put("rang", this.ctx.id.name); }
  rang() { return this.ctx.storage.get("rang"); }
}
export default {
  async fetch(request, env) {
    const object = env.COUNTERS.getByName("clock");
    const delay = new URL(request.url).searchParams.get("delay");
    if (delay !== null) await object.ring(Number(delay));
    return new Response(await object.rang());
  },
};`;

test("objects and their alarms survive a restart; an alarm that was due rings without being asked for", async () => {
  const dir = temporaryFolder();
  const before = await startCloud(dir);
  await before.put("kept", counting("one"), made);
  await before.fetch("kept", "/one");
  await before.put("clock", ringing, made);
  await before.fetch("clock", "/?delay=400");
  await before.close();
  const after = await startCloud(dir);
  try {
    expect(await (await after.fetch("kept", "/one")).json()).toMatchObject({ count: 2 });
    await expect.poll(async () => (await after.fetch("clock", "/")).text()).toBe("clock");
  } finally {
    await after.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
