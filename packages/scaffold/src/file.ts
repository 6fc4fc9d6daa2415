import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";

/** For `.catch`: a file that is not there is `undefined`; any other failure stays one. */
export function isMissing(error: unknown): undefined {
  if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
  throw error;
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

/** `sha256:<hex>` of the text as UTF-8. */
export function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
