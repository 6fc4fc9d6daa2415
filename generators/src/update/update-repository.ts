import { basename } from "node:path/posix";
import { applyAndInstall } from "../shared/install.ts";
import type { RepositoryUpdate } from "./plan-repository-update.ts";

/**
 * Carries out an update, and installs where what the repository depends on has changed; all of it, or nothing.
 * Where a package.json is in conflict nothing can be installed.
 *
 * @returns whether it installed.
 * @throws ScaffoldError when the plan does not fit, CommandError when the install fails.
 */
export async function updateRepository(
  root: string,
  { plan, report }: RepositoryUpdate,
  options: { install: boolean; signal: AbortSignal },
): Promise<boolean> {
  const inConflict = report.some(({ what, path }) => what === "conflict" && isPackage(path));
  const installs = options.install && !inConflict && plan.some(({ path }) => isPackage(path));
  await applyAndInstall(root, plan, { install: installs, signal: options.signal });
  return installs;
}

function isPackage(path: string): boolean {
  return basename(path) === "package.json";
}
