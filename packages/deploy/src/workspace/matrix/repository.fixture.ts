import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository of workspaces in a temporary folder, to change and to commit. */
export class Repository {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(files: Record<string, string>): Promise<Repository> {
    const repository = new Repository(await mkdtemp(join(await realpath(tmpdir()), "matrix-")));
    await repository.git("init", "--quiet", "--initial-branch=main");
    await repository.commit(files);
    return repository;
  }

  /** @returns the commit that has these files too; `null` deletes one */
  async commit(files: Record<string, string | null>): Promise<string> {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path);
      await mkdir(dirname(file), { recursive: true });
      if (text === null) await rm(file, { recursive: true });
      else await writeFile(file, text);
    }
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "--message", "Change");
    return this.git("rev-parse", "HEAD");
  }

  /** @returns what git says, trimmed */
  async git(...args: string[]): Promise<string> {
    const identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"];
    const child = Bun.spawn(["git", ...identity, ...args], {
      cwd: this.root,
      stdout: "pipe",
      stderr: "pipe",
    });
    const [said, complaint, code] = await Promise.all([
      child.stdout.text(),
      child.stderr.text(),
      child.exited,
    ]);
    if (code !== 0) throw new Error(`git ${args.join(" ")} failed: ${complaint}`);
    return said.trim();
  }

  /** Writes the payload of an event, as GitHub gives it to a workflow. @returns the environment that names it */
  async event(payload: object): Promise<NodeJS.ProcessEnv> {
    const file = join(this.root, ".git/event.json");
    await writeFile(file, JSON.stringify(payload));
    return { GITHUB_EVENT_PATH: file };
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}

/** A package.json. */
export function manifest(name: string, dependencies: Record<string, string> = {}): string {
  return JSON.stringify({ name, dependencies });
}
