import { resolve } from "node:path";
import { expect, test } from "vitest";
import { bunRun } from "../workspace/bun-command.ts";

const checkout = resolve(import.meta.dirname, "../../../..");

/** `kit status showcase` against an account that takes questions and never answers; interrupted at the first. */
async function interrupted(...flags: string[]) {
  const asked = Promise.withResolvers<void>();
  const deaf = Bun.serve({
    port: 0,
    fetch: () => {
      asked.resolve();
      return new Promise<Response>(() => {});
    },
  });
  const { PATH = "", HOME = "" } = process.env;
  const main = resolve(import.meta.dirname, "main.ts");
  const child = Bun.spawn([process.execPath, main, "status", "showcase", ...flags], {
    cwd: checkout,
    env: {
      PATH,
      HOME,
      CLOUDFLARE_API_TOKEN: "a-token",
      CLOUDFLARE_ACCOUNT_ID: "an-account",
      CLOUDFLARE_BASE_URL: `http://127.0.0.1:${deaf.port}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    await asked.promise;
    child.kill("SIGINT");
    const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    return { out, err, code };
  } finally {
    child.kill("SIGKILL");
    await deaf.stop(true);
  }
}

test("whoever is interrupted says so, and ends with 130", async () => {
  const { out, err, code } = await interrupted();
  expect({ out, code }).toEqual({ out: "", code: 130 });
  expect(err).toBe(`\nInterrupted. Nothing is lost; where things stand: ${bunRun("kit status")}\n`);
});

test("with --json exactly one object says it", async () => {
  const { out, code } = await interrupted("--json");
  expect(code).toBe(130);
  expect(JSON.parse(out)).toEqual({
    error: {
      code: "interrupted",
      message: "Interrupted. Nothing is lost; where things stand:",
      action: bunRun("kit status"),
    },
  });
});
