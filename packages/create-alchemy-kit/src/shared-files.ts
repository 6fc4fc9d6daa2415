import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Files that a created repository has just as the kit's own has them, by their paths in both. */
const SHARED = ["scripts/create-app.sh", "scripts/rollback.sh", "docs/PROMOTION.md"] as const;

const link = /\[([^\]]+)\]\(decisions\/[^)]*\)/g;
const aside = new RegExp(` \\(${link.source}\\)`, "g");

/**
 * Reads those files in a clone of the kit's repository. The kit's own decisions, which they link to, are not
 * in a created one: a link in passing is left out, any other is plain text.
 */
export async function readSharedFiles(clone: string): Promise<{ path: string; text: string }[]> {
  return Promise.all(
    SHARED.map(async (path) => {
      const text = await readFile(join(clone, path), "utf8");
      return { path, text: text.replaceAll(aside, "").replaceAll(link, "$1") };
    }),
  );
}
