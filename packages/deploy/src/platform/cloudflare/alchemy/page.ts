import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const configs = ["ts", "mts", "js", "mjs"].map((extension) => `vite.config.${extension}`);

/** Has this folder a page that Vite serves? */
export function hasVite(folder: string): boolean {
  return configs.some((config) => existsSync(join(folder, config)));
}

/** A page served by Vite. */
export type Page = { url: string; stop: () => Promise<void> };

/**
 * Starts the app's own Vite, on Bun and told in `API_URL` where the Worker answers. What it prints is passed on.
 * @throws Error when it ends before it serves
 */
export async function servePage(folder: string, workerUrl: string | undefined): Promise<Page> {
  const vite = join(dirname(Bun.resolveSync("vite/package.json", folder)), "bin", "vite.js");
  const child = Bun.spawn([process.execPath, "--bun", vite], {
    cwd: folder,
    env: { ...process.env, API_URL: workerUrl },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const stop = async () => {
    child.kill();
    await child.exited;
  };
  const printed = child.stdout.pipeThrough(new TextDecoderStream());
  const url = await new Promise<string>((found, failed) => {
    let text = "";
    const pass = async () => {
      for await (const chunk of printed) {
        process.stdout.write(chunk);
        text += chunk;
        const url = localUrl(text);
        if (url !== undefined) found(url);
      }
      failed(new Error(`Vite ended (exit code ${await child.exited}) before it served the page.`));
    };
    pass().catch(failed);
  });
  return { url, stop };
}

/** The address in what Vite prints, its colours taken out. */
export function localUrl(text: string): string | undefined {
  return /http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+(?=\/)/.exec(Bun.stripANSI(text))?.[0];
}
