import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import type { Feature } from "../../generators/src/template/feature.ts";
import { combine, stamp } from "../../generators/src/testing/combinations.ts";
import { findChromium } from "../../scripts/chromium.ts";

const kit = join(import.meta.dirname, "../..");

/** An app in a folder of its own, installed, as `gen app` stamps it with these features. */
export async function stampApp(features: readonly Feature[]) {
  const root = await mkdtemp(join(tmpdir(), "page-"));
  await symlink(join(kit, "node_modules"), join(root, "node_modules"));
  const folder = join(root, "app");
  for (const [path, text] of await stamp(combine("app", features))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return { folder, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Builds and serves the page of the app in this folder. @throws unless it can be built */
export async function servePage(folder: string) {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, "serve.ts")], {
    cwd: folder,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await child.stdout.getReader().read();
  const url = new TextDecoder().decode(value).trim();
  if (url === "") throw new Error("The page could not be built or served.");
  const stop = async () => {
    child.stdin.end();
    await child.exited;
  };
  return { url, stop };
}

/** Starts the Chromium of this machine. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  const quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ ...(executablePath && { executablePath }), args: ["--no-sandbox", ...quiet] });
}
