import { cp, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const checkout = join(import.meta.dirname, "..");

/** What would change where the kit goes, how it speaks, or which repository git works in. */
const unwanted =
  /^(CI|NODE_ENV|NO_COLOR|FORCE_COLOR|DEV|PROD|MODE|(VITEST|KIT|CLOUDFLARE|ALCHEMY|GITHUB|GIT)(_.*)?)$/;

const emulatorStatus = z.object({
  running: z.literal(true),
  apiUrl: z.url(),
  workersUrl: z.url(),
  token: z.string(),
  accountId: z.string(),
});
export type Emulator = z.infer<typeof emulatorStatus>;

/** How a process ended, and everything it wrote. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
  /** What it printed under `--json`. @throws SyntaxError unless stdout is one JSON value and nothing else */
  json(): unknown;
}

interface RunOptions {
  /** Relative to the workspace. */
  cwd?: string;
  /** On top of an environment that names no account and no CI. */
  env?: Record<string, string>;
}

/**
 * A repository of its own in a temporary folder, for trying the product as its users do: this checkout as it
 * stands, uncommitted changes too, installed and committed. Its emulator keeps its state inside the folder.
 */
export class Workspace {
  readonly root: string;
  readonly #running = new Set<Bun.Subprocess>();
  #closed = false;

  private constructor(root: string) {
    this.root = root;
  }

  /** @throws when the checkout cannot be copied or installed; nothing is left behind */
  static create(): Promise<Workspace> {
    return Workspace.#of((workspace) => workspace.#copyCheckout());
  }

  /**
   * The same of an earlier commit of this repository.
   * @throws when this checkout's git does not have it
   */
  static createAt(commit: string): Promise<Workspace> {
    const script = 'git -C "$1" archive "$2" | tar -x';
    return Workspace.#of((workspace) => workspace.#must("sh", "-ec", script, "sh", checkout, commit));
  }

  static async #of(copy: (workspace: Workspace) => Promise<unknown>): Promise<Workspace> {
    const workspace = new Workspace(await mkdtemp(join(await realpath(tmpdir()), "workspace-")));
    try {
      await copy(workspace);
      await workspace.#must(process.execPath, "install", "--no-progress");
      await workspace.#must("git", "init", "--quiet");
      await workspace.#must("git", "config", "user.name", "Tester");
      await workspace.#must("git", "config", "user.email", "tester@example.com");
      await workspace.commit();
      return workspace;
    } catch (error) {
      await rm(workspace.root, { recursive: true, force: true });
      throw error;
    }
  }

  /** `bun run kit …` */
  kit(...args: string[]): Promise<Finished> {
    return this.run([process.execPath, "run", "kit", ...args]);
  }

  /** `bun run gen …` */
  gen(...args: string[]): Promise<Finished> {
    return this.run([process.execPath, "run", "gen", ...args]);
  }

  /** Runs a line that the product printed, as somebody would who pastes it into a shell. @throws without one */
  async paste(line: string | undefined): Promise<Finished> {
    if (line === undefined) throw new Error("No command was printed that could be pasted.");
    return this.run(["sh", "-c", line]);
  }

  /** Runs a program without a terminal, to its end. @throws once the workspace is being cleaned up */
  async run(command: readonly string[], options: RunOptions = {}): Promise<Finished> {
    if (this.#closed) throw new Error(`The workspace ${this.root} is closed.`);
    return this.#spawn(command, options);
  }

  async #spawn(command: readonly string[], { cwd = ".", env = {} }: RunOptions): Promise<Finished> {
    const child = Bun.spawn([...command], {
      cwd: join(this.root, cwd),
      env: { ...inherited(), ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    this.#running.add(child);
    const [stdout, stderr, code] = await Promise.all([
      child.stdout.text(),
      child.stderr.text(),
      child.exited,
    ]);
    this.#running.delete(child);
    return { code, stdout, stderr, json: () => JSON.parse(stdout) };
  }

  /** Starts `bun run kit …` and leaves it running, unheard: for what is to be killed. */
  start(...args: string[]): Bun.Subprocess {
    return Bun.spawn([process.execPath, "run", "kit", ...args], {
      cwd: this.root,
      env: inherited(),
      stdio: ["ignore", "ignore", "ignore"],
    });
  }

  /** @param path relative to the workspace */
  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.root, path), text);
  }

  /**
   * Replaces the one place in a file where `before` stands.
   * @returns what puts the file back as it was
   */
  async replace(path: string, before: string, after: string): Promise<() => Promise<void>> {
    const text = await readFile(join(this.root, path), "utf8");
    if (text.split(before).length !== 2)
      throw new Error(`${path} does not have this in one place: ${before}`);
    await this.write(
      path,
      text.replace(before, () => after),
    );
    return () => this.write(path, text);
  }

  /** Commits everything, so that `changes` begins anew. */
  async commit(): Promise<void> {
    await this.#must("git", "add", "--all");
    await this.#must("git", "commit", "--quiet", "--message", "As it stands");
  }

  /** Every changed and untracked file since the last commit, as git tells it. */
  async changes(): Promise<string> {
    return (await this.#must("git", "status", "--porcelain", "--untracked-files=all")).stdout;
  }

  /** The running emulator. @throws when there is none */
  async emulator(): Promise<Emulator> {
    return emulatorStatus.parse((await this.kit("emulator", "status", "--json")).json());
  }

  /** Stops what still runs, then the emulator, and removes the folder. */
  async cleanup(): Promise<void> {
    this.#closed = true;
    for (const child of this.#running) child.kill("SIGINT");
    await Promise.all([...this.#running].map((child) => child.exited));
    await this.#spawn([process.execPath, "run", "kit", "emulator", "stop"], {});
    await rm(this.root, { recursive: true, force: true });
  }

  async #copyCheckout(): Promise<void> {
    const list = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const listed = await this.#must(...list.toSpliced(1, 0, "-C", checkout));
    for (const path of listed.stdout.split("\0").filter(Boolean)) {
      // A file that was deleted but not yet committed is listed still.
      if (await Bun.file(join(checkout, path)).exists())
        await cp(join(checkout, path), join(this.root, path));
    }
  }

  async #must(...command: string[]): Promise<Finished> {
    const finished = await this.run(command);
    if (finished.code === 0) return finished;
    throw new Error(`${command.join(" ")} failed in ${this.root}:\n${finished.stdout}${finished.stderr}`);
  }
}

/** Whether this checkout's git has a commit; an archive and a shallow clone have not. */
export function hasCommit(commit: string): boolean {
  const { exitCode } = Bun.spawnSync(["git", "-C", checkout, "cat-file", "-e", `${commit}^{commit}`]);
  return exitCode === 0;
}

/** The command that a refusal of the kit prints under its sentence, if it prints one. */
export function printedCommand({ stderr }: Finished): string | undefined {
  return /^ {6}(\S.*)$/m.exec(stderr)?.[1];
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || unwanted.test(name) ? [] : [[name, value]],
    ),
  );
}
