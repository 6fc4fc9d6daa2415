import { existsSync } from "node:fs";
import { join } from "node:path";

const configs = ["ts", "mts", "js", "mjs"].map((extension) => `vite.config.${extension}`);

/** Has this folder a page that Vite serves? */
export function hasVite(folder: string): boolean {
  return configs.some((config) => existsSync(join(folder, config)));
}

/** What starts Vite for alchemy: on Bun, told where the Worker answers. */
export function viteCommand(folder: string, workerUrl: string | undefined) {
  const env = Object.entries({ ...process.env, API_URL: workerUrl }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return { cmd: "bun --bun vite", cwd: folder, env: Object.fromEntries(env), extract: localUrl };
}

/** The address in a line that Vite prints, its colours taken out. */
export function localUrl(line: string): string | undefined {
  return /http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+/.exec(Bun.stripANSI(line))?.[0];
}
