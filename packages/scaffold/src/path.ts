import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "./system-error.ts";

/** Why `path` may not be in a plan, or undefined if it may: it must be plain, relative, and stay inside the root. */
export function problemOfPath(path: string): string | undefined {
  if (path === "") return "An empty path is no file.";
  if (path.includes("\\") || path.includes("\0")) return `${path}: a path has no backslashes or zero bytes.`;
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return `${path}: a path is relative to the root.`;
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return `${path}: a path has no empty, "." or ".." parts.`;
  }
  return undefined;
}

/** The folders above `path` inside the root, from the top down: `a`, `a/b` for `a/b/c`. */
export function foldersAbove(path: string): string[] {
  const folders = path.split("/").slice(0, -1);
  return folders.map((_, index) => folders.slice(0, index + 1).join("/"));
}

/** The topmost folder above `path` that is not there yet, if any. A link or a file on the way is a problem. */
export async function walkTo(
  root: string,
  path: string,
): Promise<{ missing: string | undefined } | { problem: string }> {
  for (const folder of foldersAbove(path)) {
    const found = await lstat(join(root, folder)).catch(isMissing);
    if (!found) return { missing: folder };
    if (found.isSymbolicLink()) return { problem: `${path}: ${folder} is a link, and may lead anywhere.` };
    if (!found.isDirectory()) return { problem: `${path}: ${folder} is a file, not a folder.` };
  }
  return { missing: undefined };
}
