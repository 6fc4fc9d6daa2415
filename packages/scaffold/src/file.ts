import { createHash } from "node:crypto";
import { lstat, readFile, rm } from "node:fs/promises";
import { bytesOf, type Content, contentOf } from "./content.ts";

/** How the system says that nothing is at a path; the last one, that nothing can be. */
const MISSING = ["ENOENT", "ENOTDIR", "ENAMETOOLONG"];

/** For `.catch`: a file that is not there is `undefined`; any other failure stays one. */
export function isMissing(error: unknown): undefined {
  if (isSystemError(error) && MISSING.includes(error.code ?? "")) return undefined;
  throw error;
}

/** Removes what is at `path`, a folder with all that is in it; it is fine if nothing is. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true }).catch(isMissing);
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
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

/** `sha256:<hex>` of the bytes; of a text, as UTF-8. */
export function digestOf(content: Content): string {
  return `sha256:${createHash("sha256").update(bytesOf(content)).digest("hex")}`;
}
