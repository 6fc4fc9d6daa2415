import { readdirSync, readFileSync } from "node:fs";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Env } from "../alchemy.run.ts";
import { type Item, MAX_ITEMS } from "./item.ts";
import app from "./worker.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const miniflare = new Miniflare({ modules: true, script: "export default {}", d1Databases: ["DB", "EMPTY"] });
let env: Omit<Env, "ASSETS">;

beforeAll(async () => {
  const DB = await miniflare.getD1Database("DB");
  for (const file of readdirSync("migrations").sort()) {
    for (const statement of readFileSync(`migrations/${file}`, "utf8").split(/;\s*$/m)) {
      if (statement.trim()) await DB.prepare(statement).run();
    }
  }
  const VERSION = { id: "1b2c", tag: `v12@${digest}`, timestamp: "2026-07-01T00:00:00Z" };
  env = { DB, VERSION, APP: "test-app", PROFILE: "staging" };
});
afterAll(() => miniflare.dispose());
beforeEach(() => env.DB.prepare("DELETE FROM items").run());

const request = async (path: string, init?: RequestInit) => app.request(path, init, env);
const send = (method: string, path: string, body: unknown) =>
  request(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function add(text: string): Promise<Item> {
  const response = await send("POST", "/api/items", { text });
  expect(response.status).toBe(201);
  return ((await response.json()) as { item: Item }).item;
}

async function list(): Promise<Item[]> {
  const response = await request("/api/items");
  return ((await response.json()) as { items: Item[] }).items;
}

describe("the list", () => {
  it("is empty at first", async () => {
    expect(await list()).toEqual([]);
  });

  it("keeps what is added, ticked and removed", async () => {
    const [milk, bread] = [await add("milk"), await add("  rye  bread ")];
    expect(bread).toEqual({ id: milk.id + 1, text: "rye bread", done: false });

    const ticked = await send("PATCH", `/api/items/${milk.id}`, { done: true });
    expect(await ticked.json()).toEqual({ item: { ...milk, done: true } });

    expect((await request(`/api/items/${bread.id}`, { method: "DELETE" })).status).toBe(204);
    expect(await list()).toEqual([{ ...milk, done: true }]);
  });

  it("takes text as text, whatever is in it", async () => {
    const text = `'); DROP TABLE items; -- <script>alert(1)</script> 🥖`;
    await add(text);
    expect(await list()).toMatchObject([{ text }]);
  });

  it("refuses one item too many, and says so", async () => {
    await env.DB.prepare(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) INSERT INTO items (text) SELECT i FROM n",
    )
      .bind(MAX_ITEMS)
      .run();
    const response = await send("POST", "/api/items", { text: "milk" });
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ error: "The list is full (200 items). Remove one first." });
  });
});

describe("what it refuses, as JSON and without a stack trace", () => {
  const json = { "content-type": "application/json" };
  it.each<[string, number, string, RequestInit]>([
    ["an empty text", 400, "/api/items", { method: "POST", headers: json, body: '{"text":" "}' }],
    ["a body that is null", 400, "/api/items", { method: "POST", headers: json, body: "null" }],
    ["broken JSON", 400, "/api/items", { method: "POST", headers: json, body: "{" }],
    ["a huge body", 413, "/api/items", { method: "POST", headers: json, body: "x".repeat(5000) }],
    [
      "“done” that is not a boolean",
      400,
      "/api/items/1",
      { method: "PATCH", headers: json, body: '{"done":1}' },
    ],
    [
      "an item that is gone",
      404,
      "/api/items/999",
      { method: "PATCH", headers: json, body: '{"done":true}' },
    ],
    ["an id that is no number", 400, "/api/items/abc", { method: "DELETE" }],
    ["a path that is not there", 404, "/api/nothing", {}],
  ])("%s: %i", async (_what, status, path, init) => {
    const response = await request(path, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
    expect(response.headers.get("x-kit-release")).toBe("v12");
  });
});

describe("health", () => {
  const about = { app: "test-app", profile: "staging", release: "v12", digest, version: "1b2c" };

  it("says which release answers, in body and header", async () => {
    const response = await request("/api/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok", ...about });
    expect(response.headers.get("x-kit-release")).toBe("v12");
  });

  it.each(["", "kit-placeholder", "v12", `v12@${digest}0`])("knows no release by the tag %j", async (tag) => {
    const response = await app.request("/api/health", {}, { ...env, VERSION: { ...env.VERSION, tag } });
    expect(await response.json()).toEqual({ status: "ok", ...about, release: null, digest: null });
    expect(response.headers.has("x-kit-release")).toBe(false);
  });
});

describe("when the database cannot be used", () => {
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => {
    expect(console.error).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });

  const ask = async (path: string) =>
    app.request(path, {}, { ...env, DB: await miniflare.getD1Database("EMPTY") });

  it("health is failing, and still says which release answers", async () => {
    const response = await ask("/api/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "failing", release: "v12", digest });
  });

  it("the list says so, and tells nothing of the inside", async () => {
    const response = await ask("/api/items");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: "Something went wrong here. Try again in a moment." });
  });
});
