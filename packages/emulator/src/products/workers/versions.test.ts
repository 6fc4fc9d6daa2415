import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { says, startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const text = async (script: string, headers: Record<string, string> = {}) =>
  (await cloud.fetch(script, "/", { headers })).text();

describe("scripts", () => {
  test("a script that is PUT is live at once, under both of its addresses' forms", async () => {
    expect(await cloud.put("hello", says("one"))).toMatchObject({ status: 200, success: true });
    expect(await text("hello")).toBe("one");
    const byHeader = await fetch(cloud.workersUrl, { headers: { host: "hello.localhost" } });
    expect(await byHeader.text()).toBe("one");
  });

  test("a PUT of an existing script replaces it", async () => {
    await cloud.put("replaced", says("one"));
    await cloud.put("replaced", says("two"));
    expect(await text("replaced")).toBe("two");
  });

  test("a Worker sees its own address, the method and the body", async () => {
    await cloud.put(
      "echo",
      `export default { fetch: async (request) => new Response([request.method, request.url, await request.text()].join(" ")) };`,
    );
    const response = await cloud.fetch("echo", "/a%20b/?c=d", { method: "POST", body: "body" });
    const { port } = new URL(cloud.workersUrl);
    expect(await response.text()).toBe(`POST http://echo.localhost:${port}/a%20b/?c=d body`);
  });

  test("a name that cannot be a host's is refused", async () => {
    expect(await cloud.put("Bad_Name!", says(""))).toMatchObject({ status: 400, errors: [{ code: 10016 }] });
  });

  test("an unknown Worker is answered for in plain words", async () => {
    const response = await cloud.fetch("nobody", "/");
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("There is no Worker named nobody in this emulator.\n");
  });

  test("a deleted script is gone, with its versions and its address", async () => {
    await cloud.put("doomed", says("here"));
    expect(await cloud.api("DELETE", "/workers/scripts/doomed?force=true")).toMatchObject({ success: true });
    expect((await cloud.fetch("doomed", "/")).status).toBe(404);
    expect(await cloud.api("GET", "/workers/scripts/doomed/versions")).toMatchObject({
      status: 404,
      errors: [{ code: 10007 }],
    });
    expect(await cloud.api("DELETE", "/workers/scripts/doomed")).toMatchObject({ status: 404 });
  });

  test("tags and bindings are given back as they were put, secrets without their values", async () => {
    const bindings = [
      { type: "plain_text", name: "A", text: "a" },
      { type: "json", name: "J", json: { deep: [1] } },
      { type: "secret_text", name: "S", text: "hidden" },
    ];
    await cloud.put("settled", says(""), { bindings, tags: ["kit"] });
    const { result } = await cloud.api("GET", "/workers/scripts/settled/settings");
    expect(result).toMatchObject({
      tags: ["kit"],
      bindings: [bindings[0], bindings[1], { type: "secret_text", name: "S" }],
    });
    expect(JSON.stringify(result)).not.toContain("hidden");
    await cloud.api("PATCH", "/workers/scripts/settled/script-settings", { tags: ["kit", "more"] });
    const patched = await cloud.api("GET", "/workers/scripts/settled/script-settings");
    expect(patched.result).toMatchObject({ tags: ["kit", "more"] });
  });

  test("schedules are kept", async () => {
    await cloud.put("timed", says(""));
    await cloud.api("PUT", "/workers/scripts/timed/schedules", [{ cron: "0 * * * *" }]);
    const { result } = await cloud.api("GET", "/workers/scripts/timed/schedules");
    expect(result).toMatchObject({ schedules: [{ cron: "0 * * * *" }] });
  });

  test("a subdomain asked for before its script is there waits for it", async () => {
    const asked = cloud.api("POST", "/workers/scripts/awaited/subdomain", { enabled: true });
    await cloud.put("awaited", says("hi"));
    expect(await asked).toMatchObject({ result: { enabled: true, previews_enabled: true } });
    const response = await fetch(cloud.workersUrl, { headers: { host: "awaited.emulator.workers.dev" } });
    expect(await response.text()).toBe("hi");
  });

  test("a secret that is set is a new version, live at once", async () => {
    await cloud.put("keeper", "export default { fetch: (_, env) => new Response(env.KEY ?? 'none') };");
    await cloud.api("PUT", "/workers/scripts/keeper/secrets", {
      type: "secret_text",
      name: "KEY",
      text: "k",
    });
    expect(await text("keeper")).toBe("k");
    await cloud.api("DELETE", "/workers/scripts/keeper/secrets/KEY");
    expect(await text("keeper")).toBe("none");
  });
});

describe("uploads that are refused", () => {
  test.each([
    [
      "throws at top level",
      "throw new Error('boom'); export default {};",
      "Uncaught Error: boom\n  at worker.js:1:7",
    ],
    ["does not parse", "export default {", "SyntaxError"],
    ["imports what is not there", "import 'nowhere'; export default {};", 'No such module "nowhere"'],
  ])("code that %s: 10021 in workerd's words, and the old version goes on", async (_, code, words) => {
    await cloud.put("stable", says("old"));
    const answer = await cloud.put("stable", code);
    expect(answer).toMatchObject({ status: 400, errors: [{ code: 10021 }] });
    expect(answer.errors[0]?.message).toContain(words);
    expect(await text("stable")).toBe("old");
  });

  test("bindings the emulator does not have, or that lead nowhere", async () => {
    const refuse = async (binding: object) =>
      (await cloud.put("bound", says(""), { bindings: [binding] })).errors[0];
    expect((await refuse({ type: "ai", name: "AI" }))?.message).toBe(
      "The binding AI is of type ai, which is not supported by the emulator yet.",
    );
    expect(await refuse({ type: "kv_namespace", name: "K", namespace_id: "x" })).toMatchObject({
      code: 10041,
    });
    expect(await refuse({ type: "d1", name: "D" })).toMatchObject({ code: 10021 });
    expect(await refuse({ type: "d1", name: "D", id: "x" })).toMatchObject({ code: 10181 });
    expect(await refuse({ type: "r2_bucket", name: "R", bucket_name: "x" })).toMatchObject({ code: 10085 });
    expect((await cloud.api("GET", "/workers/scripts/bound/settings")).status).toBe(404);
  });

  test("a compatibility date in the future: 10021; modules of more than 64 MiB: 10027; neither touches what runs", async () => {
    await cloud.put("limited", says("old"));
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const date = (offset: number) => cloud.put("limited", says("new"), { compatibility_date: day(offset) });
    expect(await date(2)).toMatchObject({
      status: 400,
      errors: [{ code: 10021, message: `Can't set compatibility date in the future: ${day(2)}` }],
    });
    const heavy = `${says("heavy")}//${"x".repeat(64 * 2 ** 20)}`;
    expect(await cloud.put("limited", heavy)).toMatchObject({ status: 400, errors: [{ code: 10027 }] });
    expect(await text("limited")).toBe("old");
    expect(await date(0)).toMatchObject({ success: true });
    expect(await text("limited")).toBe("new");
  });

  test("a tag of more than 100 bytes", async () => {
    expect(await cloud.put("tagged", says(""), { tag: "é".repeat(51) })).toMatchObject({ status: 400 });
    expect(await cloud.put("tagged", says(""), { tag: "é".repeat(50) })).toMatchObject({ status: 200 });
  });
});

describe("versions", () => {
  test("a version of a script that was never PUT: 10007", async () => {
    const answer = await cloud.api("POST", "/workers/scripts/unborn/versions", new FormData());
    expect(answer).toMatchObject({ status: 404, errors: [{ code: 10007 }] });
  });

  test("a version takes no traffic until it is deployed, and knows who it is", async () => {
    const code = (word: string) =>
      `export default { fetch: (_, env) => Response.json({ word: "${word}", ...env.VERSION }) };`;
    const bindings = [{ type: "version_metadata", name: "VERSION" }];
    await cloud.put("versioned", code("one"), { bindings });
    const id = await cloud.version("versioned", code("two"), { bindings, tag: "v2@sha256:abc" });
    expect(JSON.parse(await text("versioned"))).toMatchObject({ word: "one", tag: "" });
    expect(await cloud.deploy("versioned", { [id]: 100 })).toMatchObject({ success: true });
    expect(JSON.parse(await text("versioned"))).toEqual({
      word: "two",
      id,
      tag: "v2@sha256:abc",
      timestamp: expect.stringMatching(/^\d{4}-/),
    });
    const listed = await cloud.api("GET", "/workers/scripts/versioned/versions?deployable=true");
    expect(listed.result).toMatchObject({
      items: [{ id, number: 2, annotations: { "workers/tag": "v2@sha256:abc" } }, { number: 1 }],
    });
    const got = await cloud.api("GET", `/workers/scripts/versioned/versions/${id}`);
    expect(got.result).toMatchObject({ id, resources: { bindings } });
  });

  test("bindings are inherited by name and kept by kind", async () => {
    const code = "export default { fetch: (_, env) => Response.json(env) };";
    await cloud.put("heir", code, {
      bindings: [
        { type: "plain_text", name: "A", text: "a" },
        { type: "secret_text", name: "S", text: "s" },
      ],
    });
    const id = await cloud.version("heir", code, {
      bindings: [{ type: "inherit", name: "A" }],
      keep_bindings: ["secret_text"],
    });
    await cloud.deploy("heir", { [id]: 100 });
    expect(JSON.parse(await text("heir"))).toEqual({ A: "a", S: "s" });
  });

  test("bindings are inherited from the newest upload alone, whatever is deployed: 10057 for a version's id", async () => {
    const code = "export default { fetch: (_, env) => Response.json(env) };";
    const secret = (text: string) => ({ bindings: [{ type: "secret_text", name: "S", text }] });
    await cloud.put("lineage", code, secret("first"));
    const second = await cloud.version("lineage", code, secret("second"));
    const inherit = (version_id: string) => {
      const form = new FormData();
      const bindings = [{ type: "inherit", name: "S", version_id }];
      form.append("metadata", new Blob([JSON.stringify({ main_module: "worker.js", bindings })]));
      form.append("worker.js", new Blob([code], { type: "application/javascript+module" }), "worker.js");
      return cloud.api("POST", "/workers/scripts/lineage/versions?bindings_inherit=strict", form);
    };
    expect(await inherit(second)).toMatchObject({ status: 400, errors: [{ code: 10057 }] });
    const { result } = await inherit("latest");
    await cloud.deploy("lineage", { [z.object({ id: z.string() }).parse(result).id]: 100 });
    expect(JSON.parse(await text("lineage"))).toEqual({ S: "second" });
  });

  test("a preview address serves one version, deployed or not", async () => {
    await cloud.put("shown", says("live"));
    const id = await cloud.version("shown", says("preview"));
    expect(await text(`${id.slice(0, 8)}-shown`)).toBe("preview");
    expect(await text("shown")).toBe("live");
  });

  test("an alias leads to the newest version that has it, dashes or not", async () => {
    await cloud.put("shown-twice", says("live"));
    const annotations = { "workers/alias": "try-me" };
    await cloud.version("shown-twice", says("older"), { annotations });
    await cloud.version("shown-twice", says("newer"), { annotations });
    expect(await text("try-me-shown-twice")).toBe("newer");
    expect((await cloud.fetch("not-me-shown-twice", "/")).status).toBe(404);
  });
});

describe("deployments", () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    await cloud.put("split", says("none of these"));
    first = await cloud.version("split", says("first"));
    second = await cloud.version("split", says("second"));
  });

  test("traffic is split by percentage", async () => {
    await cloud.deploy("split", { [first]: 70, [second]: 30 });
    const answers: string[] = [];
    for (let round = 0; round < 8; round++) {
      answers.push(...(await Promise.all(Array.from({ length: 50 }, () => text("split")))));
    }
    const share = answers.filter((answer) => answer === "second").length / answers.length;
    // Five standard deviations either way.
    expect(share).toBeGreaterThan(0.3 - 0.115);
    expect(share).toBeLessThan(0.3 + 0.115);
  });

  test("an override reaches a version of the deployment, at 0 % too, and is otherwise ignored", async () => {
    const override = (id: string) => ({ "Cloudflare-Workers-Version-Overrides": `split="${id}"` });
    await cloud.deploy("split", { [first]: 100, [second]: 0 });
    expect(await text("split")).toBe("first");
    expect(await text("split", override(second))).toBe("second");
    await cloud.deploy("split", { [first]: 100 });
    expect(await text("split", override(second))).toBe("first");
  });

  test("a version key keeps its side", async () => {
    await cloud.deploy("split", { [first]: 50, [second]: 50 });
    const ask = () =>
      Promise.all(
        Array.from({ length: 40 }, (_, key) => text("split", { "Cloudflare-Workers-Version-Key": `${key}` })),
      );
    const once = await ask();
    expect(new Set(once)).toEqual(new Set(["first", "second"]));
    expect(await ask()).toEqual(once);
  });

  test("the newest deployment is listed first", async () => {
    await cloud.deploy("split", { [second]: 100 });
    const { result } = await cloud.api("GET", "/workers/scripts/split/deployments");
    expect(result).toHaveProperty("deployments.0.versions", [{ version_id: second, percentage: 100 }]);
  });

  test("a split that does not add up, or of versions that are not there, changes nothing", async () => {
    await cloud.deploy("split", { [first]: 100 });
    const other = crypto.randomUUID();
    expect(await cloud.deploy("split", { [second]: 99 })).toMatchObject({ status: 400 });
    expect(await cloud.deploy("split", {})).toMatchObject({ status: 400 });
    expect(await cloud.deploy("split", { [second]: 120, [first]: -20 })).toMatchObject({ status: 400 });
    expect(await cloud.deploy("split", { [other]: 100 })).toMatchObject({ errors: [{ code: 100146 }] });
    expect(await text("split")).toBe("first");
  });
});
