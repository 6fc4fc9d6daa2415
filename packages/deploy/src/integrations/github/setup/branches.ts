import { z } from "zod";
import { askAll, tell } from "../ask.ts";
import { change, type Item, there } from "./item.ts";
import { mayHave, needs } from "./plan.ts";
import type { Protected } from "./protection.ts";
import type { Scene } from "./scene.ts";

const page = z
  .object({ branch_policies: z.array(z.object({ name: z.string() })) })
  .transform(({ branch_policies }) => branch_policies);

/** Only jobs of the default branch reach the environment, and its secrets; and of branches that somebody added. */
export async function branches(scene: Scene, { path, name, now, put }: Protected): Promise<Item[]> {
  const { repository, defaultBranch } = scene;
  const what = `environment ${name}: only from ${defaultBranch}`;
  const instead = "whoever may push a branch may start a job there, so let few people push";
  if (!mayHave(scene, "pro")) return [{ kind: "impossible", what, why: needs("pro"), instead }];
  const policy = now.deployment_branch_policy;
  if (policy?.protected_branches) return [there(`environment ${name}: only from protected branches`)];
  const policies = `${path}/deployment-branch-policies`;
  const known = policy ? (await askAll(repository, policies, page)).map((each) => each.name) : undefined;
  if (known?.includes(defaultBranch)) return [there(`environment ${name}: only from ${known.join(", ")}`)];
  const restrict = async () => {
    if (!policy) {
      await put({ deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } });
    }
    await tell(repository, { method: "POST", path: policies, body: { name: defaultBranch, type: "branch" } });
  };
  return [
    change(
      what,
      known ? `${known.join(", ") || "nothing"} → and ${defaultBranch}` : "any branch → this one",
      restrict,
      instead,
    ),
  ];
}
