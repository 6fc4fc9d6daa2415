import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startWorker } from "../testing.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterEach(() => worker.request("/api/photo", { method: "DELETE" }));
afterAll(() => worker.stop());

const put = (type: string, body: Uint8Array) =>
  worker.request("/api/photo", { method: "PUT", headers: { "content-type": type }, body });

it("there is none at first", async () => {
  const response = await worker.request("/api/photo");
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: "There is no photo yet." });
});

it.each(["image/jpeg", "image/png", "image/webp"])("shows the last %s that was put up", async (type) => {
  await put("image/png", Uint8Array.of(9));
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, n) => n);
  expect((await put(type, bytes)).status).toBe(204);

  const response = await worker.request("/api/photo");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe(type);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
});

it("takes it down", async () => {
  await put("image/png", Uint8Array.of(1));
  expect((await worker.request("/api/photo", { method: "DELETE" })).status).toBe(204);
  expect((await worker.request("/api/photo")).status).toBe(404);
});

it.each([
  ["what may hold scripts", "image/svg+xml", 1, 415],
  ["what is no image", "text/html", 1, 415],
  ["an empty image", "image/png", 0, 400],
  ["a huge image", "image/png", 1_000_001, 413],
])("refuses %s", async (_what, type, size, status) => {
  const response = await put(type, new Uint8Array(size));
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
  expect((await worker.request("/api/photo")).status).toBe(404);
});
