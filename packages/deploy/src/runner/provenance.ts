import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../core/sha256.ts";
import type { Provenance } from "../ledger/event.ts";
import { kitVersion } from "./kit-version.ts";
import type { Workspace } from "./workspace.ts";

/** Where a release made here and now comes from. */
export async function provenanceOf({ root }: Workspace): Promise<Provenance> {
  const [commit, changes, lockfile] = await Promise.all([
    git(root, ["rev-parse", "HEAD"]),
    git(root, ["status", "--porcelain"]),
    readFile(join(root, "bun.lock")).catch(() => undefined),
  ]);
  return {
    commit: commit || null,
    dirty: changes !== "",
    lockfile: lockfile ? `sha256:${await sha256Hex(lockfile)}` : null,
    bun: Bun.version,
    kit: kitVersion,
  };
}

async function git(cwd: string, args: string[]): Promise<string> {
  const child = Bun.spawn(["git", ...args], { cwd, stdin: "ignore", stdout: "pipe", stderr: "ignore" });
  const [out, code] = await Promise.all([child.stdout.text(), child.exited]);
  return code === 0 ? out.trim() : "";
}
