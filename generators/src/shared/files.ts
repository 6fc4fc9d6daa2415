import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Content, listFiles, readContent } from "@alchemy-kit/scaffold";

/** Files by their path, relative to the folder that they are in. */
export type Files = ReadonlyMap<string, Content>;

/** Folders that installs, builds and runs leave in a project: none of them is a source, each can be made again. */
export const GENERATED_FOLDERS = ["node_modules", "dist", ".alchemy", ".turbo", ".kit"] as const;

/** Reads every plain file below a folder, but for those in generated folders. */
export async function readFolder(folder: string): Promise<Map<string, Content>> {
  return readPlainFiles(folder, await listFiles(folder, GENERATED_FOLDERS));
}

/**
 * Reads those of these files that are there and plain. A link is left out: it is its owner's, wherever it leads.
 *
 * @param paths relative to the folder
 */
export async function readPlainFiles(
  folder: string,
  paths: readonly string[],
): Promise<Map<string, Content>> {
  const files = new Map<string, Content>();
  for (const path of paths) {
    const found = await lstat(join(folder, path)).catch(() => undefined);
    const content = found?.isFile() ? await readContent(join(folder, path)) : undefined;
    if (content !== undefined) files.set(path, content);
  }
  return files;
}
