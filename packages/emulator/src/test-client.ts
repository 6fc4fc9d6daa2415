import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TestCloud } from "./test-cloud.ts";

/** wrangler's command line, as published. */
export const WRANGLER = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "wrangler-dist/cli.js",
);

/**
 * Runs somebody else's program under Bun, told to use an emulator.
 * @returns what it printed
 * @throws when it exits with another code than 0
 */
export async function runClient(cloud: TestCloud, cwd: string, ...args: string[]): Promise<string> {
  const { CI: _, CLOUDFLARE_API_KEY: __, ...rest } = process.env;
  const env = {
    ...rest,
    CLOUDFLARE_BASE_URL: cloud.apiUrl,
    CLOUDFLARE_API_BASE_URL: cloud.apiUrl,
    CLOUDFLARE_API_TOKEN: cloud.token,
    CLOUDFLARE_ACCOUNT_ID: cloud.accountId,
    ALCHEMY_PASSWORD: "for this test",
    ALCHEMY_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
    NO_COLOR: "1",
  };
  const child = Bun.spawn([process.execPath, ...args], {
    cwd,
    env,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`bun ${args.join(" ")} exited with ${code}:\n${out}\n${err}`);
  return out;
}
