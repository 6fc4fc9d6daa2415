import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startWorker } from "../testing.ts";
import { MAX_TEXT } from "../text.ts";
import { type Item, MAX_ITEMS } from "./items.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
beforeEach(() => worker.db.prepare("DELETE FROM items").run());
afterAll(() => worker.stop());

async function add(text: string): Promise<Item> {
  const response = await worker.send("POST", "/api/items", { text });
  expect(response.status).toBe(201);
  return ((await response.json()) as { item: Item }).item;
}

async function list(): Promise<Item[]> {
  const response = await worker.request("/api/items");
  return ((await response.json()) as { items: Item[] }).items;
}

describe("the list", () => {
  it("is empty at first", async () => {
    expect(await list()).toEqual([]);
  });

  it("keeps what is added, ticked and removed", async () => {
    const [milk, bread] = [await add("milk"), await add("  rye\n\tbread ")];
    expect(bread).toEqual({ id: milk.id + 1, text: "rye bread", done: false });
    expect(await list()).toEqual([milk, bread]);

    const ticked = await worker.send("PATCH", `/api/items/${milk.id}`, { done: true });
    expect(await ticked.json()).toEqual({ item: { ...milk, done: true } });

    expect((await worker.request(`/api/items/${bread.id}`, { method: "DELETE" })).status).toBe(204);
    expect(await list()).toEqual([{ ...milk, done: true }]);

    await worker.send("PATCH", `/api/items/${milk.id}`, { done: false });
    expect(await list()).toEqual([milk]);
  });

  it("takes text as text, whatever is in it", async () => {
    const text = `'); DROP TABLE items; -- <script>alert(1)</script> 🥖`;
    await add(text);
    expect(await list()).toMatchObject([{ text }]);
  });

  it("takes the longest text", async () => {
    const text = "x".repeat(MAX_TEXT);
    await add(text);
    expect(await list()).toMatchObject([{ text }]);
  });

  it("refuses one item too many, and says so", async () => {
    const rows = Array.from({ length: MAX_ITEMS - 1 }, (_, n) => `('${n}')`).join();
    await worker.db.prepare(`INSERT INTO items (text) VALUES ${rows}`).run();
    await add("the last");
    const response = await worker.send("POST", "/api/items", { text: "milk" });
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ error: "The list is full (200 items). Remove one first." });
  });

  it.each<[string, number, string, string, string]>([
    ["no text", 400, "POST", "/api/items", "{}"],
    ["an empty text", 400, "POST", "/api/items", '{"text":" "}'],
    ["a text too long", 400, "POST", "/api/items", `{"text":"${"x".repeat(MAX_TEXT + 1)}"}`],
    ["a text that is a number", 400, "POST", "/api/items", '{"text":7}'],
    ["a body that is null", 400, "POST", "/api/items", "null"],
    ["broken JSON", 400, "POST", "/api/items", "{"],
    ["“done” that is not a boolean", 400, "PATCH", "/api/items/1", '{"done":1}'],
    ["an item that is gone", 404, "PATCH", "/api/items/999", '{"done":true}'],
    ["an id that is no number", 400, "PATCH", "/api/items/1a", '{"done":true}'],
  ])("refuses %s: %i", async (_what, status, method, path, body) => {
    const response = await worker.request(path, {
      method,
      body,
      headers: { "content-type": "application/json" },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
    expect(await list()).toEqual([]);
  });
});

describe("when the database cannot be used", () => {
  let broken: typeof worker;
  beforeAll(async () => {
    broken = await startWorker();
    await broken.db.prepare("DROP TABLE items").run();
  });
  afterAll(() => broken.stop());

  it("health is failing, and still says which release answers", async () => {
    const response = await broken.request("/api/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "failing", release: "v12" });
    await expect
      .poll(() => broken.logged)
      .toContainEqual(expect.stringMatching(/^The database does not answer: /));
  });

  it("the list says so, tells nothing of the inside, and logs it", async () => {
    const response = await broken.request("/api/items");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: "Something went wrong here. Try again in a moment." });
    await expect
      .poll(() => broken.logged)
      .toContainEqual(expect.stringMatching(/^Error: .*no such table: items/));
  });
});
