import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, Forge, type Settings } from "./forge.ts";
import { git, temporaryFolder } from "./repository.ts";
import type { Conclusion, Run } from "./run.ts";

/** What stands around the jobs of a workflow that a test of one rule is about. */
const FRAME = `name: Small
on:
  push: { branches: [main] }
  workflow_dispatch:
permissions: {}
jobs:
`;

/** An expression, as a workflow writes one. */
export function speak(expression: string): string {
  return `\${{ ${expression} }}`;
}

/** One job: everything that the runner wants to be told, and these lines, indented by four. */
export function job(id: string, lines: string): string {
  const indented = lines.trim().replaceAll(/^/gm, "    ");
  return `  ${id}:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    permissions: {}\n${indented}\n`;
}

/** A job of one script. */
export function script(id: string, text: string, more = ""): string {
  return job(id, `${more}\nsteps:\n  - id: it\n    run: |\n${text.trim().replaceAll(/^/gm, "      ")}`);
}

/** A repository of a few files on the forge, to try one rule. */
export class Small {
  readonly forge: Forge;
  readonly #folder: string;

  private constructor(forge: Forge, folder: string) {
    this.forge = forge;
    this.#folder = folder;
  }

  /** @param files by their paths; `jobs` alone is a workflow of those jobs */
  static async create(
    files: string | Record<string, string>,
    settings: Partial<Settings> = {},
  ): Promise<Small> {
    const folder = await temporaryFolder("small");
    const all = typeof files === "string" ? { ".github/workflows/small.yml": `${FRAME}${files}` } : files;
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await git(folder, "init", "--quiet", "--initial-branch=main");
    await git(folder, "add", "--all");
    await git(folder, "commit", "--quiet", "--message", "Start");
    const machine = { PATH: process.env.PATH ?? "" };
    const usual: Settings = { machine, environments: {}, variables: {}, visibility: "public" };
    return new Small(await Forge.create(folder, { ...usual, ...settings }), folder);
  }

  async push(branch = "main"): Promise<Run[]> {
    return this.forge.push(branch, await this.forge.repository.git("rev-parse", "refs/heads/main"));
  }

  async pull(action: "opened" | "synchronize" | "closed", from?: string): Promise<Run[]> {
    const head = await this.forge.repository.git("rev-parse", "refs/heads/main");
    return this.forge.pull(1, action, { head, ...(from && { from }) });
  }

  async close(): Promise<void> {
    await this.forge.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Runs jobs on a push, to their end. @returns how each ended, and what their steps wrote */
export async function ran(jobs: string, settings: Partial<Settings> = {}) {
  const small = await Small.create(jobs, settings);
  try {
    const [run] = await small.push();
    if (!run) throw new Error("Nothing was started.");
    return { ...(await finished(run)), forge: small.forge };
  } finally {
    await small.close();
  }
}

/** A run at its end: its conclusion, that of each job by its name, and everything that its steps wrote. */
export async function finished(run: Run) {
  const conclusion = await run.done;
  const jobs: Record<string, Conclusion> = Object.fromEntries(
    run.legs.map(({ name, conclusion: each }) => [name, each]),
  );
  const log = run.legs.flatMap(({ steps }) => steps.map((step) => step.log)).join("");
  return { conclusion, jobs, log, story: describe(run) };
}
