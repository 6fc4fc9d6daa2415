import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = join(import.meta.dirname, "../../..");

/** A repository on its own in a temporary folder, everything committed. */
export type Repository = { root: string; status: () => string; remove: () => void };

/** A repository with nothing in it but a place for apps: enough for all that installs nothing. */
export function emptyRepository(): Repository {
  const root = temporaryFolder();
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "empty", workspaces: ["apps/*"] }));
  return commit(root);
}

/** A copy of this repository, installed. `bun install` there runs what DURING_INSTALL says, in a shell. */
export function copyOfThisRepository(): Repository {
  const root = temporaryFolder();
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: here,
  });
  const paths = files
    .toString()
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(here, path)));
  for (const path of paths) cpSync(join(here, path), join(root, path));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  manifest.scripts.preinstall = 'sh -c "$DURING_INSTALL"';
  writeFileSync(join(root, "package.json"), JSON.stringify(manifest));
  execFileSync(process.execPath, ["install"], {
    cwd: root,
    stdio: "pipe",
    env: { ...process.env, DURING_INSTALL: "" },
  });
  return commit(root);
}

function temporaryFolder(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), "repository-"));
}

function commit(root: string): Repository {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" });
  git("init", "--quiet");
  git("add", "--all");
  git(
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "commit",
    "--quiet",
    "--message",
    "All of it",
  );
  return {
    root,
    status: () => git("status", "--porcelain", "--untracked-files=all"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
