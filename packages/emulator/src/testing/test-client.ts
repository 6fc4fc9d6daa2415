import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TestCloud } from "./test-cloud.ts";

/** wrangler's command line, as published. */
export const WRANGLER = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "wrangler-dist/cli.js",
);

/** What tells other people's programs to use an emulator. */
export function clientEnvironment(cloud: TestCloud): NodeJS.ProcessEnv {
  const { CI: _, CLOUDFLARE_API_KEY: __, ...rest } = process.env;
  return {
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
}

/**
 * Runs somebody else's program under Bun, told to use an emulator.
 * @returns what it printed
 * @throws when it exits with another code than 0
 */
export function runClient(cloud: TestCloud, cwd: string, ...args: string[]): Promise<string> {
  return tellClient(cloud, cwd, "", ...args);
}

/** The same, with something on its standard input. */
export async function tellClient(
  cloud: TestCloud,
  cwd: string,
  input: string,
  ...args: string[]
): Promise<string> {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd,
    env: clientEnvironment(cloud),
    stdin: new Blob([input]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`bun ${args.join(" ")} exited with ${code}:\n${out}\n${err}`);
  return out;
}

/** What somebody asked the API for, such as `GET /accounts/1/workers/scripts`. */
export interface Overheard {
  cloud: TestCloud;
  requests: string[];
  close(): Promise<void>;
}

/** Passes requests on to an emulator, and remembers which they were. */
export function overhear(cloud: TestCloud): Overheard {
  const requests: string[] = [];
  const api = new URL(cloud.apiUrl);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname.startsWith(api.pathname)) {
        requests.push(`${request.method} ${pathname.slice(api.pathname.length)}`);
      }
      const { method, headers, body } = request;
      return fetch(api.origin + pathname + search, {
        method,
        headers,
        body,
        redirect: "manual",
        decompress: false,
      });
    },
  });
  return {
    cloud: { ...cloud, apiUrl: `http://127.0.0.1:${server.port}${api.pathname}` },
    requests,
    close: () => server.stop(true),
  };
}
