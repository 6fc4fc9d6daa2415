import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorker } from "../testing.ts";
import { MAX_TEXT } from "../text.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

it("is taken at once, and later logged with the release that it is about", async () => {
  const texts = ["Very nice", "x".repeat(MAX_TEXT)];
  for (const text of texts) {
    expect((await worker.send("POST", "/api/feedback", { text: ` ${text}` })).status).toBe(202);
  }
  await expect.poll(() => worker.logged).toHaveLength(texts.length);
  const lines = worker.logged.map((line) => JSON.parse(line));
  expect(lines).toMatchObject(texts.map((text) => ({ message: "feedback", text, release: "v12" })));
});

it.each([{}, { text: " " }, { text: 7 }, { text: "x".repeat(MAX_TEXT + 1) }, null])(
  "refuses %j",
  async (body) => {
    const response = await worker.send("POST", "/api/feedback", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
  },
);
