import { lstat, readFile, rm, rmdir } from "node:fs/promises";
import { type Content, contentOf } from "./content.ts";
import { isMissing, isSystemError } from "./system-error.ts";

/** Removes what is at `path`, a folder with all that is in it; it is fine if nothing is. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true }).catch(isMissing);
}

/** Removes the folder if nothing is in it, and says whether it is gone. */
export async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder).catch(isMissing);
    return true;
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOTEMPTY" || error.code === "EEXIST")) return false;
    throw error;
  }
}

/** The text of the regular file at `path`, or undefined when nothing is there. */
export async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(isMissing);
}

export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(isMissing)) !== undefined;
}

/** What is in the regular file at `path`, or undefined when nothing is there. */
export async function readContent(path: string): Promise<Content | undefined> {
  const bytes = await readFile(path).catch(isMissing);
  return bytes && contentOf(bytes);
}
