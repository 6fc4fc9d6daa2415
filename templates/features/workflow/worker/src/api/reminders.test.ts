import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorker } from "../testing.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

async function start(text: string, seconds: number): Promise<string> {
  const response = await worker.send("POST", "/api/reminders", { text, seconds });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
const ask = async (id: string) => (await worker.request(`/api/reminders/${id}`)).json();

it("reminds when the time has come, and not before", async () => {
  const [soon, tomorrow] = [await start(" tea ", 1), await start("post", 24 * 60 * 60)];
  expect(await ask(soon)).toEqual({ due: null });
  await expect.poll(() => ask(soon), { timeout: 10_000 }).toEqual({ due: "tea" });
  expect(await ask(tomorrow)).toEqual({ due: null });
});

it("knows only reminders that there are", async () => {
  const response = await worker.request("/api/reminders/nothing");
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: "There is no such reminder." });
});

it.each([
  {},
  null,
  { text: "tea" },
  { text: " ", seconds: 1 },
  { text: "tea", seconds: 0 },
  { text: "tea", seconds: 1.5 },
  { text: "tea", seconds: 24 * 60 * 60 + 1 },
  { text: "tea", seconds: "soon" },
])("refuses %j", async (body) => {
  const response = await worker.send("POST", "/api/reminders", body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
});
