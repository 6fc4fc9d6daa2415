import { readdirSync, readFileSync } from "node:fs";
import { Miniflare, type RequestInit } from "miniflare";

/**
 * Starts the Worker in the runtime that Cloudflare runs, with resources of its own that are empty at first.
 * Names in here are those of the bindings in alchemy.run.ts.
 */
export async function startWorker(tag = `v12@sha256:${"ab".repeat(32)}`) {
  const external = ["cloudflare:*", "node:*"];
  const { outputs } = await Bun.build({ entrypoints: ["src/worker.ts"], external });
  const logged: string[] = [];
  const miniflare = new Miniflare({
    modules: true,
    script: await new Blob(outputs).text(),
    compatibilityDate: "2026-07-01",
    d1Databases: ["DB"],
    bindings: {
      VERSION: { id: "1b2c", tag, timestamp: "2026-07-01T00:00:00Z" },
      APP: "test-app",
      PROFILE: "staging",
    },
    handleStructuredLogs: ({ message }: { message: string }) => void logged.push(message),
  });
  const db = await miniflare.getD1Database("DB");
  for (const file of readdirSync("migrations").sort()) {
    await db.prepare(readFileSync(`migrations/${file}`, "utf8")).run();
  }

  const request = (path: string, init?: RequestInit) => miniflare.dispatchFetch(`http://test${path}`, init);
  const send = (method: string, path: string, body: unknown) =>
    request(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  return {
    miniflare,
    logged,
    request,
    send,
    db,
    stop: () => miniflare.dispose(),
  };
}
