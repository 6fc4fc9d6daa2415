import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Content, listFiles, readContent } from "@alchemy-kit/scaffold";
import { MADE_BY_WORK } from "./app-place.ts";

/** The files of a folder by their path in it, but for what work leaves there. */
export async function readAppFiles(folder: string): Promise<Map<string, Content>> {
  return readPlainFiles(folder, await listFiles(folder, MADE_BY_WORK));
}

/** Those of these files that are there and plain: a link is its owner's, wherever it leads. */
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
