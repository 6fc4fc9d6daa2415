import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { says, startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const text = async (script: string) => (await cloud.fetch(script, "/")).text();

describe("what is refused after a change", () => {
  const setSecret = (script: string, text: string) =>
    cloud.api("PUT", `/workers/scripts/${script}/secrets`, { name: "S", text, type: "secret_text" });

  test("going back to before a secret was changed: 10220, unless forced", async () => {
    await cloud.put("secretive", says("old"));
    const { result } = await cloud.api("GET", "/workers/scripts/secretive/versions");
    const old = String(Reflect.get(Object(result), "items")[0].id);
    await setSecret("secretive", "one");
    expect(await cloud.deploy("secretive", { [old]: 100 })).toMatchObject({ errors: [{ code: 10220 }] });
    const forced = await cloud.api("POST", "/workers/scripts/secretive/deployments?force=true", {
      strategy: "percentage",
      versions: [{ version_id: old, percentage: 100 }],
    });
    expect(forced).toMatchObject({ success: true });
  });

  test("a secret, while the newest version is not deployed: 10215", async () => {
    await cloud.put("ahead", says("old"));
    await cloud.version("ahead", says("new"));
    expect(await setSecret("ahead", "one")).toMatchObject({ errors: [{ code: 10215 }] });
  });

  test("a version that is not among the last hundred", async () => {
    await cloud.put("prolific", says("first"));
    const { result } = await cloud.api("GET", "/workers/scripts/prolific/versions");
    const first = String(Reflect.get(Object(result), "items")[0].id);
    const more = () => cloud.api("PATCH", "/workers/workers/prolific/versions/latest", { env: {} });
    for (let made = 1; made < 100; made++) await more();
    expect(await cloud.deploy("prolific", { [first]: 100 })).toMatchObject({ success: true });
    await more();
    expect(await cloud.deploy("prolific", { [first]: 100 })).toMatchObject({ errors: [{ code: 100164 }] });
    const deployable = await cloud.api("GET", "/workers/scripts/prolific/versions?deployable=true");
    expect(Reflect.get(Object(deployable.result), "items")).toHaveLength(100);
  });
});

describe("what changes a script in part", () => {
  const part = (name: string, value: object) => {
    const form = new FormData();
    form.append(name, new Blob([JSON.stringify(value)], { type: "application/json" }));
    return form;
  };
  const code = (word: string) => `export default { fetch: (_, env) => new Response("${word} " + env.A) };`;

  test("settings: other bindings for the same code", async () => {
    await cloud.put("set", code("one"), { bindings: [{ type: "plain_text", name: "A", text: "a" }] });
    const changed = { bindings: [{ type: "plain_text", name: "A", text: "b" }], tags: ["t"] };
    expect(
      await cloud.api("PATCH", "/workers/scripts/set/settings", part("settings", changed)),
    ).toMatchObject({
      result: { bindings: changed.bindings, tags: ["t"] },
    });
    expect(await text("set")).toBe("one b");
  });

  test("content: other code for the same bindings, refused when it does not run", async () => {
    await cloud.put("written", code("one"), { bindings: [{ type: "plain_text", name: "A", text: "a" }] });
    const put = (source: string) => {
      const form = part("metadata", { main_module: "new.js" });
      form.append("new.js", new Blob([source], { type: "application/javascript+module" }), "new.js");
      return cloud.api("PUT", "/workers/scripts/written/content", form);
    };
    expect(await put(code("two"))).toMatchObject({ success: true });
    expect(await text("written")).toBe("two a");
    expect(await put("throw new Error('no');")).toMatchObject({ errors: [{ code: 10021 }] });
    expect(await text("written")).toBe("two a");
  });

  test("a deployment of the past can be deleted, the one that serves cannot", async () => {
    await cloud.put("past", says("one"));
    await cloud.put("past", says("two"));
    const path = "/workers/scripts/past/deployments";
    const { result } = await cloud.api("GET", path);
    const [now, before] = Reflect.get(Object(result), "deployments");
    expect(await cloud.api("DELETE", `${path}/${now.id}`)).toMatchObject({ status: 400 });
    expect(await cloud.api("DELETE", `${path}/${before.id}`)).toMatchObject({ success: true });
    expect(await cloud.api("GET", path)).toMatchObject({ result: { deployments: [{ id: now.id }] } });
    expect(await text("past")).toBe("two");
  });
});
