import type { Workspace } from "../../../workspace/workspace.ts";
import type { Repository } from "../ask.ts";
import { Denied } from "../denied.ts";
import { badge } from "./badge.ts";
import { defaultBranch } from "./default-branch.ts";
import { environments } from "./environments.ts";
import type { Item } from "./item.ts";
import { labels } from "./labels.ts";
import { pages } from "./pages.ts";
import { pullRequests } from "./pull-requests.ts";
import { ruleset } from "./ruleset.ts";
import { look, type Wishes } from "./scene.ts";
import { secrets } from "./secrets.ts";
import { variables } from "./variables.ts";

/** In the order in which they are made: a secret needs its environment. */
const parts = [defaultBranch, environments, variables, secrets, ruleset, pullRequests, labels, pages, badge];

/**
 * What a repository on GitHub has of what it should have. Changes nothing.
 * @throws Refusal when it cannot be looked at, or when whoever asks does not administer it
 */
export async function compare(
  workspace: Workspace,
  repository: Repository,
  wishes: Wishes,
  env: NodeJS.ProcessEnv,
): Promise<Item[]> {
  const scene = await look(workspace, repository, wishes, env);
  return (await Promise.all(parts.map((part) => part(scene)))).flat();
}

/**
 * Changes one thing to what it should be. What the repository's plan turns out not to have is no failure, where
 * something else holds instead.
 * @throws Denied when GitHub refuses for another reason
 */
export async function apply(item: Extract<Item, { kind: "change" }>): Promise<Item> {
  try {
    await item.apply();
    return item;
  } catch (error) {
    if (!(error instanceof Denied) || error.reason !== "plan" || item.otherwise === undefined) throw error;
    return { kind: "impossible", what: item.what, why: error.message, instead: item.otherwise };
  }
}
