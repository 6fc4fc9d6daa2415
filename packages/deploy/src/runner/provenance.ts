import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryUrl } from "../core/repository-url.ts";
import type { Provenance } from "../ledger/event.ts";
import { sha256Hex } from "../names/sha256.ts";
import { askGit } from "./doctor/ask-git.ts";
import { kitVersion } from "./kit-version.ts";
import type { Workspace } from "./workspace.ts";

/** Where a release made here and now comes from. */
export async function provenanceOf({ root }: Workspace): Promise<Provenance> {
  const [commit, changes, lockfile] = await Promise.all([
    askGit(root, "rev-parse", "HEAD"),
    askGit(root, "status", "--porcelain"),
    readFile(join(root, "bun.lock")).catch(() => undefined),
  ]);
  return {
    commit: commit || null,
    dirty: Boolean(changes),
    lockfile: lockfile ? `sha256:${await sha256Hex(lockfile)}` : null,
    bun: Bun.version,
    kit: kitVersion,
  };
}

/** Where the sources of a workspace are kept for others, if git knows of such a place. */
export async function sourceRepository({ root }: Workspace): Promise<string | undefined> {
  return repositoryUrl((await askGit(root, "remote", "get-url", "origin")) ?? "");
}

/** The address of the run on GitHub Actions that this process is part of. */
export function ciRunOf(env: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT = "1" } = env;
  if (env.GITHUB_ACTIONS !== "true" || !GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) {
    return undefined;
  }
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/attempts/${GITHUB_RUN_ATTEMPT}`;
}
