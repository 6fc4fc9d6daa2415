import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Release } from "../../ledger/state.ts";
import type { Digest } from "../../names/identity.ts";
import { Refusal } from "../../names/user-error.ts";
import { buildArtifact } from "../../workspace/artifact/build-artifact.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { askGit } from "../../workspace/git/ask-git.ts";
import { kitVersion } from "../../workspace/kit-version.ts";
import { loadApp } from "../../workspace/load-app.ts";
import { findApp } from "../../workspace/workspace.ts";
import { commitOf } from "./commits.ts";

/**
 * Builds a release once more: from its commit, in a temporary worktree, with what its lockfile names.
 * @returns the digest of what came of it
 * @throws Refusal when what made the release is not to be had here
 */
export async function rebuild({ workspace, app, env }: Delivery, release: Release): Promise<Digest> {
  const commit = rebuildable(release);
  const inside = await askGit(workspace.root, "rev-parse", "--show-prefix");
  const folder = await mkdtemp(join(await realpath(tmpdir()), "kit-rebuild-"));
  const tree = join(folder, "tree");
  try {
    await must(["git", "-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", tree, commit], {
      cwd: workspace.root,
      env,
      what: `check out ${commit.slice(0, 8)}; git fetch may bring it`,
    });
    const root = join(tree, inside ?? "");
    await must([process.execPath, "install", "--frozen-lockfile", "--no-progress"], {
      cwd: root,
      env,
      what: "install what its lockfile names",
    });
    const old = await loadApp(findApp({ root }, app.name, root));
    return (await buildArtifact(old, env)).digest;
  } finally {
    await askGit(workspace.root, "worktree", "remove", "--force", tree);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The commit that holds all that a release was built from. @throws Refusal where there is none */
function rebuildable(release: Release): string {
  const { bun, dirty, kit } = release.provenance;
  const commit = commitOf(release);
  if (!commit) throw new Refusal("not-rebuildable", "no commit of it is known, so it cannot be built again");
  if (dirty)
    throw new Refusal(
      "not-rebuildable",
      "it was built from changes that no commit holds, so it cannot be built again",
    );
  if (bun !== Bun.version)
    throw new Refusal("not-rebuildable", `Bun ${bun} built it, this is Bun ${Bun.version}`);
  if (kit !== kitVersion)
    throw new Refusal("not-rebuildable", `kit ${kit} built it, this is kit ${kitVersion}`);
  return commit;
}

async function must(
  command: string[],
  { cwd, env, what }: { cwd: string; env: NodeJS.ProcessEnv; what: string },
): Promise<void> {
  const child = Bun.spawn(command, { cwd, env, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  const [said, code] = await Promise.all([child.stderr.text(), child.exited]);
  if (code !== 0)
    throw new Refusal("rebuild-failed", `Could not ${what}:\n${said.trim().replace(/^/gm, "  ")}`);
}
