import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Change, Plan } from "./change.ts";
import { isSame } from "./content.ts";
import { readContent } from "./file.ts";
import { foldersAbove, problemOfPath, walkTo } from "./path.ts";
import { ScaffoldError } from "./scaffold-error.ts";
import { isMissing } from "./system-error.ts";

/**
 * Holds the whole plan against the tree at `root` before anything is touched.
 *
 * @throws ScaffoldError with every problem: a path that leaves the root or goes through a link, a write over
 *   something that is there, an edit or removal of something other than what the plan was made from.
 */
export async function validate(root: string, plan: Plan): Promise<void> {
  const problems = problemsOf(plan);
  for (const change of plan) {
    const problem = problemOfPath(change.path) ? undefined : await problemOnDisk(root, change);
    if (problem) problems.push(problem);
  }
  if (problems.length > 0) throw new ScaffoldError(problems);
}

/**
 * What is wrong with a plan, whatever tree it is for: paths that may not be in one. A path may be named once, and
 * one that is a file cannot be a folder of another.
 */
export function problemsOf(plan: Plan): string[] {
  const paths = new Set(plan.map((change) => change.path));
  const problems = [...paths].flatMap((path) => problemOfPath(path) ?? []);
  if (paths.size < plan.length) problems.push("The plan names a path twice.");
  for (const path of paths) {
    const file = foldersAbove(path).find((folder) => paths.has(folder));
    if (file) problems.push(`${path}: the plan has ${file} as a file.`);
  }
  return problems;
}

async function problemOnDisk(root: string, change: Change): Promise<string | undefined> {
  const walked = await walkTo(root, change.path);
  if ("problem" in walked) return walked.problem;
  const found = await lstat(join(root, change.path)).catch(isMissing);
  if (change.kind === "write") {
    return found ? `${change.path} is there already. Nothing is overwritten.` : undefined;
  }
  if (!found) return `${change.path} is not there (any more).`;
  if (!found.isFile()) return `${change.path} is not a plain file.`;
  const content = await readContent(join(root, change.path));
  return isSame(content, change.before) ? undefined : `${change.path} has changed since the plan was made.`;
}
