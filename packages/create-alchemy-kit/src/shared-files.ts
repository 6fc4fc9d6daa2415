import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Files that a created repository has just as the kit's own has them, by their paths in both. */
const SHARED = [
  "scripts/create-app.sh",
  "scripts/rollback.sh",
  "docs/GITHUB.md",
  "docs/PROMOTION.md",
  ".github/CODEOWNERS",
  ".github/ISSUE_TEMPLATE/app-request.yml",
  ".github/ISSUE_TEMPLATE/bug.yml",
  ".github/ISSUE_TEMPLATE/config.yml",
  ".github/ISSUE_TEMPLATE/feature.yml",
  ".github/ISSUE_TEMPLATE/promotion.yml",
  ".github/PULL_REQUEST_TEMPLATE.md",
  ".github/actionlint.yaml",
  ".github/actions/setup/action.yml",
  ".github/dependabot.yml",
  ".github/workflows/ci.yml",
  ".github/workflows/deploy.yml",
  ".github/workflows/preview.yml",
  ".github/workflows/promote.yml",
  ".github/workflows/rollback.yml",
] as const;

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
