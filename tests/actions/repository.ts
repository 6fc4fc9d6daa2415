import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs git in a folder, as nobody in particular and with no configuration of this machine. @returns what it says */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const child = Bun.spawn(["git", ...args], {
    cwd,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "Mona",
      GIT_AUTHOR_EMAIL: "mona@example.com",
      GIT_COMMITTER_NAME: "Mona",
      GIT_COMMITTER_EMAIL: "mona@example.com",
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [said, complaint, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`git ${args.join(" ")} in ${cwd}: ${complaint}`);
  return said.trim();
}

/** A temporary folder with all symbolic links on the way to it resolved. */
export async function temporaryFolder(name: string): Promise<string> {
  return mkdtemp(join(await realpath(tmpdir()), `${name}-`));
}

/** The repository as GitHub has it: bare, with the refs that it makes for pull requests. */
export class BareRepository {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param from the folder of a repository whose `main` becomes this one's */
  static async create(from: string): Promise<BareRepository> {
    const path = await temporaryFolder("origin");
    await git(path, "init", "--quiet", "--bare", "--initial-branch=main");
    await git(path, "config", "uploadpack.allowAnySHA1InWant", "true");
    await git(from, "push", "--quiet", path, "HEAD:refs/heads/main");
    return new BareRepository(path);
  }

  git(...args: string[]): Promise<string> {
    return git(this.path, ...args);
  }

  /** A file of a commit. @throws when there is none */
  fileOf(sha: string, path: string): Promise<string> {
    return this.git("show", `${sha}:${path}`);
  }

  /** The paths below a folder in a commit. */
  async list(sha: string, folder: string): Promise<string[]> {
    return (await this.git("ls-tree", "-r", "--name-only", sha, `${folder}/`)).split("\n").filter(Boolean);
  }

  /** The commit that a pull request would become, were it merged now: what its workflows run on. */
  async mergeCommit(number: number, base: string, head: string): Promise<string> {
    const tree = await this.git("merge-tree", "--write-tree", base, head);
    const sha = await this.git(
      "commit-tree",
      tree,
      "-p",
      base,
      "-p",
      head,
      "-m",
      `Merge ${head} into ${base}`,
    );
    await this.git("update-ref", `refs/pull/${number}/merge`, sha);
    await this.git("update-ref", `refs/pull/${number}/head`, head);
    return sha;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}
