import { z } from "zod";
import { kit } from "../../../names/action.ts";
import { Refusal } from "../../../names/user-error.ts";
import { bunRun } from "../../../workspace/bun-command.ts";
import { ask } from "../ask.ts";
import { ifThere } from "../if-there.ts";
import { change, type Item, there } from "./item.ts";
import { mayHave, needs } from "./plan.ts";
import type { Protected, Reviewer } from "./protection.ts";
import type { Scene } from "./scene.ts";

/** Source: https://docs.github.com/en/rest/deployments/environments#create-or-update-an-environment */
const MOST = 6;

/**
 * Somebody lets jobs into the environment: one of those wished for, or who already does, or else whoever runs this.
 * One is enough; GitHub has no quorum.
 */
export async function reviewers(scene: Scene, environment: Protected): Promise<Item[]> {
  const { now, put, name } = environment;
  const what = `environment ${name}: a reviewer lets jobs in`;
  const instead = `the kit's own gate waits for ${bunRun("kit approve <app> --gate <gate>")}`;
  if (!mayHave(scene, "enterprise")) return [{ kind: "impossible", what, why: needs("enterprise"), instead }];
  const wished = await Promise.all(scene.wishes.reviewers.map((each) => find(scene, each)));
  if (wished.length > MOST) {
    throw new Refusal("usage", `GitHub takes at most ${MOST} reviewers, and ${wished.length} are named.`, {
      kind: "usage",
      action: kit("github setup", undefined, { reviewer: "my-org/my-team" }),
    });
  }
  const me: Reviewer = { type: "User", id: scene.me.id };
  const asIs = now.reviewers.length > 0 ? now.reviewers : [me];
  const after = wished.length > 0 ? wished : asIs;
  const alone = scene.maintainers > 1 ? "" : ", the only maintainer, who lets in their own too";
  const who = wished.length > 0 ? scene.wishes.reviewers.join(", ") : `${scene.me.login}${alone}`;
  const review = same(after, now.reviewers)
    ? there(what)
    : change(what, now.reviewers.length > 0 ? `→ ${who}` : who, () => put({ reviewers: after }), instead);
  return [review, ...selfReview(scene, environment, after)];
}

/** With --strict nobody lets in what they started themselves; unless that would lock the only one out. */
function selfReview({ wishes }: Scene, { name, now, put }: Protected, after: readonly Reviewer[]): Item[] {
  if (!wishes.strict) return [];
  const what = `environment ${name}: nobody lets in what they started`;
  if (now.prevent_self_review) return [there(what)];
  if (after.every(({ type }) => type === "User") && after.length === 1) {
    return [
      {
        kind: "impossible",
        what,
        why: "there is one reviewer, who would be locked out",
        instead: `they let their own in, until ${bunRun("kit github setup --strict --reviewer …")} names another`,
      },
    ];
  }
  return [change(what, "allowed → not", () => put({ prevent_self_review: true }))];
}

function same(some: readonly Reviewer[], others: readonly Reviewer[]): boolean {
  const keys = (list: readonly Reviewer[]) => new Set(list.map(({ type, id }) => `${type} ${id}`));
  return keys(some).symmetricDifference(keys(others)).size === 0;
}

const identified = z.object({ id: z.number().int() });

/** @throws Refusal when GitHub knows nobody of that name */
async function find({ repository }: Scene, wished: string): Promise<Reviewer> {
  const [, org, team] = /^([\w-]+)\/([\w-]+)$/.exec(wished) ?? [];
  const path = org ? `/orgs/${org}/teams/${team}` : `/users/${encodeURIComponent(wished)}`;
  const found = await ifThere(ask(repository, { path }, identified));
  if (found) return { type: org ? "Team" : "User", id: found.id };
  throw new Refusal("github-reviewer-unknown", `GitHub knows no ${org ? "team" : "user"} “${wished}”.`, {
    kind: "usage",
    action: kit("github setup", undefined, { reviewer: "<login or org/team>" }),
  });
}
