import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorker } from "./testing.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

const digest = `sha256:${"ab".repeat(32)}`;
const health = { app: "test-app", profile: "staging", release: "v12", digest, version: "1b2c" };

it("says which release answers, in body and header", async () => {
  const response = await worker.request("/api/health");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "ok", ...health });
  expect(response.headers.get("x-kit-release")).toBe("v12");
});

it.each(["", "kit-placeholder", "v12", `v12@${digest}0`])("knows no release by the tag %j", async (tag) => {
  const untagged = await startWorker(tag);
  const response = await untagged.request("/api/health");
  expect(await response.json()).toEqual({ status: "ok", ...health, release: null, digest: null });
  expect(response.headers.has("x-kit-release")).toBe(false);
  await untagged.stop();
});

it("is never cached, nor read as another type than it is", async () => {
  const { headers } = await worker.request("/api/health");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

describe("refuses in JSON, in one line, with its release", () => {
  it.each([
    ["a path that is not there", 404, "/api/nothing", {}],
    ["a huge body", 413, "/api/health", { method: "POST", body: "x".repeat(4097) }],
  ])("%s: %i", async (_what, status, path, init) => {
    const response = await worker.request(path, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
    expect(response.headers.get("x-kit-release")).toBe("v12");
  });
});

it("serves a page whose JavaScript is at most 80 kB, gzipped", async () => {
  const { outputs } = await Bun.build({
    entrypoints: ["src/page/main.tsx"],
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const scripts = outputs.filter(({ path }) => path.endsWith(".js"));
  const texts = await Promise.all(scripts.map((script) => script.text()));
  const size = gzipSync(texts.join("")).byteLength;
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThan(80_000);
});
