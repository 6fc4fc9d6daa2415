import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorker } from "../testing.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

const soFar = async () => (await worker.request("/api/visits")).json();

it("counts every visit once, however many come at the same time", async () => {
  expect(await soFar()).toEqual({ visits: 0 });

  const coming = Array.from({ length: 25 }, () => worker.request("/api/visits", { method: "POST" }));
  const answers = await Promise.all(coming);
  expect(answers.every((answer) => answer.status === 201)).toBe(true);
  const counted = await Promise.all(answers.map((answer) => answer.json()));
  expect(new Set(counted.map((answer) => JSON.stringify(answer))).size).toBe(25);

  expect(await soFar()).toEqual({ visits: 25 });
});
