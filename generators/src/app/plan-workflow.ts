import { join } from "node:path";
import { type Plan, readContent } from "@alchemy-kit/scaffold";
import { CommandError } from "../shared/command-error.ts";
import { readWorkflow, type Workflow, workflowPath } from "../template/workflows.ts";
import { planReleasePrerequisites } from "./release-prerequisites.ts";

/**
 * Plans one more GitHub workflow for a repository, with what it needs besides its file; empty where all is there.
 *
 * @throws CommandError when another file is in its place.
 */
export async function planWorkflow(root: string, name: Workflow): Promise<Plan> {
  const path = workflowPath(name);
  const after = await readWorkflow(name);
  const before = await readContent(join(root, path));
  if (before !== undefined && before !== after) {
    throw new CommandError(
      "usage",
      `${path} is there already, and is not as it would be stamped: it was left.`,
    );
  }
  const own: Plan = before === undefined ? [{ kind: "write", path, after }] : [];
  return name === "release" ? [...own, ...(await planReleasePrerequisites(root))] : own;
}
