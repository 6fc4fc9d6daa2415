import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is installed; `CHROMIUM` names another place. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM ?? "", ...places].find((place) => existsSync(place));
}

/** Installs Debian's Chromium where there is none and it can be. @returns whether there is one now */
export async function ensureChromium(say: (line: string) => void): Promise<boolean> {
  if (findChromium()) return true;
  if (process.getuid?.() !== 0 || !Bun.which("apt-get")) return false;
  say("installing Chromium with apt-get, once");
  await run(["apt-get", "update"]);
  await run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]);
  return findChromium() !== undefined;
}

async function run(command: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await Bun.spawn(command, { env, stdin: "ignore", stdout: "ignore", stderr: "ignore" }).exited;
}
