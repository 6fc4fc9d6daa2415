import { colour } from "../../packages/deploy/src/cli/output/colour.ts";
import { root } from "../install.ts";

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs commands as a person would type them, in an environment of the demo's own. */
export class Shell {
  readonly #env: Record<string, string | undefined>;

  constructor(env: Record<string, string | undefined>) {
    this.#env = env;
  }

  /**
   * @param args what stands behind `bun run`
   * @param say told the command before it runs
   * @throws when it ends with another exit code than `expected`, with what it printed
   */
  async run(args: readonly string[], say: (line: string) => void, expected = 0): Promise<Finished> {
    say(colour.cyan(`$ bun run ${args.join(" ")}`));
    const finished = await this.quietly(args);
    if (finished.code === expected) return finished;
    throw new Error(
      `\`bun run ${args.join(" ")}\` ended with exit code ${finished.code} instead of ${expected}:\n${finished.stdout}${finished.stderr}`,
    );
  }

  async quietly(args: readonly string[]): Promise<Finished> {
    const child = Bun.spawn([process.execPath, "run", ...args], {
      cwd: root,
      env: this.#env,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr, code] = await Promise.all([
      child.stdout.text(),
      child.stderr.text(),
      child.exited,
    ]);
    return { code, stdout, stderr };
  }
}
