import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError } from "./command-error.ts";

/**
 * Finds the root of the repository that `from` is in: the nearest folder whose package.json has workspaces.
 *
 * @throws CommandError when there is none.
 */
export async function repositoryRoot(from: string): Promise<string> {
  const text = await readFile(join(from, "package.json"), "utf8").catch(() => "{}");
  if ("workspaces" in JSON.parse(text)) return from;
  const parent = dirname(from);
  if (parent === from) {
    throw new CommandError(
      "usage",
      "This is not a repository with apps: no package.json here or above has workspaces.",
    );
  }
  return repositoryRoot(parent);
}
