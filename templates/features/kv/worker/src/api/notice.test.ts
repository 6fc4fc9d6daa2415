import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startWorker } from "../testing.ts";
import { MAX_TEXT } from "../text.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterEach(() => worker.request("/api/notice", { method: "DELETE" }));
afterAll(() => worker.stop());

const shown = async () => (await worker.request("/api/notice")).json();

it("there is none at first", async () => {
  expect(await shown()).toEqual({ text: null });
});

it("shows the last one that was put up, until it is taken down", async () => {
  await worker.send("PUT", "/api/notice", { text: "Closed on Monday" });
  const response = await worker.send("PUT", "/api/notice", { text: "  Closed\ton Friday " });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ text: "Closed on Friday" });
  expect(await shown()).toEqual({ text: "Closed on Friday" });

  expect((await worker.request("/api/notice", { method: "DELETE" })).status).toBe(204);
  expect(await shown()).toEqual({ text: null });
});

it("takes it down by itself after a week", async () => {
  await worker.send("PUT", "/api/notice", { text: "x".repeat(MAX_TEXT) });
  const notices = await worker.miniflare.getKVNamespace("NOTICES");
  const { keys } = await notices.list();
  const days = ((keys[0]?.expiration ?? 0) - Date.now() / 1000) / (24 * 60 * 60);
  expect(Math.round(days)).toBe(7);
});

it.each([{}, { text: " " }, { text: 7 }, { text: "x".repeat(MAX_TEXT + 1) }, null])(
  "refuses %j",
  async (body) => {
    const response = await worker.send("PUT", "/api/notice", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
    expect(await shown()).toEqual({ text: null });
  },
);
