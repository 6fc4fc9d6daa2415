import { join } from "node:path";
import type { Finding } from "../names/finding.ts";
import { appNames, type Workspace } from "../workspace/workspace.ts";
import type { Check, Scene } from "./check.ts";
import { checkDocs } from "./docs.ts";
import { checkEmulator } from "./emulator.ts";
import { checkGit } from "./git.ts";
import { checkIgnored } from "./ignored.ts";
import { checkLockfile } from "./lockfile.ts";
import { checkManifests } from "./manifests.ts";
import { checkProfiles } from "./profiles.ts";
import { checkToolchain } from "./toolchain.ts";
import { checkVersions } from "./versions.ts";
import { checkWorkflows } from "./workflows.ts";
import { checkWorkspace } from "./workspace.ts";

/** What `kit doctor` looks at, in the order in which it tells. */
export const checks: Record<string, Check> = {
  toolchain: checkToolchain,
  git: checkGit,
  workspace: checkWorkspace,
  manifests: checkManifests,
  profiles: checkProfiles,
  versions: checkVersions,
  lockfile: checkLockfile,
  ignored: checkIgnored,
  docs: checkDocs,
  workflows: checkWorkflows,
  emulator: checkEmulator,
};

/** Whether this machine and this checkout agree with what the kit needs. Reads only. @param only this check */
export async function checkLocal(
  workspace: Workspace,
  env: NodeJS.ProcessEnv,
  only?: string,
): Promise<Finding[]> {
  const apps = appNames(workspace).map((name) => ({ name, dir: join(workspace.root, "apps", name) }));
  const scene: Scene = { workspace, apps, env };
  const chosen = Object.entries(checks).filter(([name]) => only === undefined || name === only);
  return (await Promise.all(chosen.map(([, check]) => check(scene)))).flat();
}

/** Runs every repair that the findings bring, one after the other. @returns what was mended */
export async function repairAll(findings: readonly Finding[]): Promise<Finding[]> {
  const mended: Finding[] = [];
  for (const finding of findings) {
    if (finding.kind !== "wrong" || !finding.repair) continue;
    await finding.repair();
    mended.push(finding);
  }
  return mended;
}
