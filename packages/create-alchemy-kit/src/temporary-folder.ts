import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A folder beside the target, in which the repository is made before it is renamed to the target. */
export type TemporaryFolder = { path: string; remove: () => Promise<void> };

/** Makes such a folder for `target`, and removes those that killed processes have left for the same target. */
export async function makeTemporaryFolder(target: string): Promise<TemporaryFolder> {
  const above = dirname(target);
  const path = join(above, `${prefix(target)}${process.pid}-${randomBytes(4).toString("hex")}`);
  const made = await mkdir(path, { recursive: true });
  await sweep(target);
  return { path, remove: () => rm(made ?? path, { recursive: true, force: true }) };
}

function prefix(target: string): string {
  return `.${basename(target)}.new-`;
}

async function sweep(target: string): Promise<void> {
  const above = dirname(target);
  for (const name of await readdir(above)) {
    const [, pid] =
      /^(\d+)-[0-9a-f]{8}$/.exec(name.startsWith(prefix(target)) ? name.slice(prefix(target).length) : "") ??
      [];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(above, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
