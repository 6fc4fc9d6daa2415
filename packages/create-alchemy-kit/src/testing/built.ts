import { chmod, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type At, type Finished, finish, must } from "./finish.ts";

/**
 * The package as it is published, in a temporary folder of its own. Node runs it, as package managers have it;
 * where something is to go wrong Bun does, which starts in a third of the time.
 */
export type Built = {
  /** A folder to create things in. */
  cwd: string;
  /** The folder of the package. */
  package: string;
  create: (args: readonly string[], env?: NodeJS.ProcessEnv, at?: Partial<At>) => Promise<Finished>;
  remove: () => Promise<void>;
};

const fault = join(import.meta.dirname, "fault.js");

/** What would make it take npm's flags for its own, or speak to another package manager's user. */
const unwanted = /^(npm_config_.*|CI|FAULT.*)$/;

export async function build(): Promise<Built> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "built-"));
  await chmod(folder, 0o755);
  const here = join(import.meta.dirname, "../..");
  await must(["bun", join(here, "build.ts"), join(folder, "package")], { cwd: here });
  const program = join(folder, "package/lib/cli/create-alchemy-kit.js");
  const own = await mkdtemp(join(folder, "cwd-"));
  const inherited = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name))),
    PATH: withRealNode(process.env.PATH ?? ""),
  };
  return {
    cwd: own,
    package: join(folder, "package"),
    create: (args, env = {}, elsewhere = {}) => {
      const isFaulty = env.FAULT !== undefined || env.FAULT_COUNT !== undefined;
      const run = isFaulty ? ["bun", "--preload", fault, program] : ["node", program];
      const at = { cwd: own, env: { ...inherited, ...env }, ...elsewhere };
      return finish([...run, ...args], at);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** `bun --bun` puts a folder on the PATH in which `node` is Bun. */
export function withRealNode(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !folder.includes("bun-node-"))
    .join(delimiter);
}

/** Every file below a folder with its text; an empty folder counts too. */
export async function readTree(folder: string, below = ""): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) Object.assign(tree, { [`${path}/`]: "" }, await readTree(folder, path));
    else tree[path] = entry.isFile() ? await readFile(join(folder, path), "utf8") : "(a link)";
  }
  return tree;
}
