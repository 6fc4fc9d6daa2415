import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ask, tell } from "../ask.ts";
import { change, type Item, there } from "./item.ts";
import type { Scene } from "./scene.ts";

const permissions = z.object({
  default_workflow_permissions: z.enum(["read", "write"]),
  can_approve_pull_request_reviews: z.boolean(),
});

/**
 * Workflows may open pull requests, where there is one that does: release.yml. GitHub has one setting for opening
 * and for approving; what they may do else stays as it is.
 * Source: https://docs.github.com/en/rest/actions/permissions#set-default-workflow-permissions-for-a-repository
 */
export async function pullRequests({ repository, workspace }: Scene): Promise<Item[]> {
  if (!existsSync(join(workspace.root, ".github/workflows/release.yml"))) return [];
  const path = "actions/permissions/workflow";
  const now = await ask(repository, { path }, permissions);
  const what = "workflows may open pull requests";
  if (now.can_approve_pull_request_reviews) return [there(what)];
  const body = { ...now, can_approve_pull_request_reviews: true };
  return [change(what, "allowed, for release.yml", () => tell(repository, { method: "PUT", path, body }))];
}
