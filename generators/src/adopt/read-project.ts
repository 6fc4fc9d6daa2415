import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { listFiles } from "@alchemy-kit/scaffold";
import { CommandError } from "../shared/command-error.ts";
import type { Files } from "../shared/files.ts";
import { GENERATED_FOLDERS, readPlainFiles } from "../shared/files.ts";
import { type AlchemyAround, readAlchemyAround } from "./find-alchemy-two.ts";

/** What stays behind: what an install makes anew here, what is secret, and what tools keep for themselves. */
const LEFT = [
  /^(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/,
  /(^|\/)\.(dev\.vars|env)(\.(?!example)[^/]*)?$/,
  /(^|\/)\.(git|wrangler|alchemy|kit)(\/|$)/,
];

/** A project as it lies in a folder. `left`: what of it is not brought along. */
export type Project = {
  files: Files;
  executable: ReadonlySet<string>;
  left: string[];
  around: AlchemyAround;
};

/**
 * Reads a project: what git would keep of it, or all but what work leaves there.
 *
 * @throws CommandError when there is no such folder, or nothing in it that could be deployed.
 */
export async function readProject(folder: string, given: string): Promise<Project> {
  if (!existsSync(join(folder, "package.json"))) {
    throw new CommandError("usage", `${given} is not a project: there is no package.json in it.`);
  }
  const paths =
    (await gitFiles(folder)) ?? (await listFiles(folder, [...GENERATED_FOLDERS, ".git", ".wrangler"]));
  const isLeft = (path: string) => LEFT.some((pattern) => pattern.test(path));
  const files = await readPlainFiles(
    folder,
    paths.filter((path) => !isLeft(path)),
  );
  const left = paths.filter((path) => (isLeft(path) ? !path.includes("/") : !files.has(path)));
  const [executable, around] = await Promise.all([
    executablesAmong(folder, [...files.keys()]),
    readAlchemyAround(folder),
  ]);
  return { files, executable, left, around };
}

async function executablesAmong(folder: string, paths: readonly string[]): Promise<Set<string>> {
  const modes = await Promise.all(
    paths.map(async (path) => ({ path, mode: (await stat(join(folder, path))).mode })),
  );
  return new Set(modes.filter(({ mode }) => (mode & 0o100) !== 0).map(({ path }) => path));
}

/** Undefined where the folder is in no repository, or ignored by the one that it is in. */
async function gitFiles(folder: string): Promise<string[] | undefined> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  try {
    const { stdout } = await promisify(execFile)("git", args, { cwd: folder, maxBuffer: 2 ** 26 });
    const paths = stdout.split("\0").filter((path) => path !== "" && existsSync(join(folder, path)));
    return paths.includes("package.json") ? paths.sort() : undefined;
  } catch {
    return undefined;
  }
}
