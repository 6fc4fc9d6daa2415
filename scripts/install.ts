import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** Installs what the lockfile names, which takes a moment where it is installed already. Needs Bun alone. */
export async function install(): Promise<void> {
  const child = Bun.spawn([process.execPath, "install", "--frozen-lockfile"], {
    cwd: root,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [err, code] = await Promise.all([child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`bun install failed:\n${err}`);
}
