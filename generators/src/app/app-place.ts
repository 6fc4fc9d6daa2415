import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AppName } from "@alchemy-kit/deploy/names";
import { CommandError } from "../cli/command-error.ts";

/** Where an app lives, relative to the repository's root. */
export function appFolder(name: AppName): string {
  return `apps/${name}`;
}

/** What work in an app's folder leaves there that is nobody's to keep: it can be made again. */
export const MADE_BY_WORK = ["node_modules", "dist", ".alchemy", ".turbo", ".kit"] as const;

/**
 * The root of the repository that `from` is in: the nearest folder whose package.json has workspaces.
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
