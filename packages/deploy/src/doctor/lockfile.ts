import { existsSync } from "node:fs";
import { join } from "node:path";
import { ok, wrong } from "../names/finding.ts";
import { askGit } from "../workspace/git/ask-git.ts";
import type { Check } from "./check.ts";

const check = "lockfile";

/** Whether bun.lock is there, is what the package.jsons ask for, and is what a clone would get. */
export const checkLockfile: Check = async ({ workspace: { root } }) => {
  const install = () => bunInstall(root);
  if (!existsSync(join(root, "bun.lock"))) {
    return [wrong(check, "bun.lock is not there, so every install may differ.", "bun install", install)];
  }
  if ((await bunExit(root, "--frozen-lockfile", "--dry-run")) !== 0) {
    return [wrong(check, "bun.lock is not what the package.json files ask for.", "bun install", install)];
  }
  if ((await askGit(root, "check-ignore", "--quiet", "bun.lock")) !== undefined) {
    return [
      wrong(
        check,
        "bun.lock is ignored by git, so a clone would install something else.",
        "git add --force bun.lock   (and take it out of .gitignore)",
      ),
    ];
  }
  return [ok(check, "fresh")];
};

async function bunInstall(root: string): Promise<void> {
  const code = await bunExit(root);
  if (code !== 0) throw new Error(`bun install failed with exit code ${code} in ${root}.`);
}

function bunExit(root: string, ...options: string[]): Promise<number> {
  const command = [process.execPath, "install", "--no-progress", ...options];
  return Bun.spawn(command, { cwd: root, stdin: "ignore", stdout: "ignore", stderr: "ignore" }).exited;
}
