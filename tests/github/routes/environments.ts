import { z } from "zod";
import { planAllows } from "../access.ts";
import { notFound, nothing, one, page, type Routes, refused } from "../route.ts";
import type { Environment, State } from "../state.ts";
import { person } from "./repository.ts";

const wanted = z
  .object({
    wait_timer: z.number().default(0),
    prevent_self_review: z.boolean().default(false),
    reviewers: z
      .array(z.object({ type: z.enum(["User", "Team"]), id: z.number() }))
      .nullish()
      .transform((reviewers) => reviewers ?? []),
    deployment_branch_policy: z
      .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
      .nullish()
      .transform((policy) => policy ?? null),
  })
  .prefault({});
const pattern = z.object({ name: z.string(), type: z.string().default("branch") });

const at = "/repos/{owner}/{repo}/environments";
const policies = `${at}/{environment_name}/deployment-branch-policies`;

/**
 * GitHub environments and their protection rules, with what a plan refuses.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 */
export const environments: Routes = {
  [`GET ${at}`]: {
    needs: "actions=read",
    answer: ({ state }) =>
      page(
        "environments",
        [...state.environments.values()].map((each) => view(state, each)),
      ),
  },
  [`GET ${at}/{environment_name}`]: {
    needs: "actions=read",
    answer: ({ state, params }) => {
      const found = state.environments.get(params.environment_name ?? "");
      return found ? one(view(state, found)) : notFound();
    },
  },
  [`PUT ${at}/{environment_name}`]: {
    needs: "administration=write",
    answer: ({ state, params: { environment_name: name = "" }, body }) => {
      const asked = wanted.parse(body ?? undefined);
      const rule =
        asked.reviewers.length > 0 ? "required reviewers" : asked.wait_timer > 0 ? "wait timer" : "";
      if (rule && !planAllows(state, "enterprise")) return refused(422, needsPlan(rule));
      if (asked.deployment_branch_policy && !planAllows(state, "pro"))
        return refused(422, needsPlan("branch policy"));
      const before = state.environments.get(name);
      const keepsPolicies = asked.deployment_branch_policy?.custom_branch_policies;
      const after: Environment = {
        id: before?.id ?? state.nextId(),
        name,
        waitTimer: asked.wait_timer,
        preventSelfReview: asked.prevent_self_review,
        reviewers: asked.reviewers,
        branches: asked.deployment_branch_policy,
        policies: (keepsPolicies && before?.policies) || [],
        secrets: before?.secrets ?? new Map(),
      };
      state.environments.set(name, after);
      return one(view(state, after));
    },
  },
  [`DELETE ${at}/{environment_name}`]: {
    needs: "administration=write",
    answer: ({ state, params }) =>
      state.environments.delete(params.environment_name ?? "") ? nothing() : notFound(),
  },
  [`GET ${policies}`]: {
    needs: "actions=read",
    answer: ({ state, params }) => {
      const found = state.environments.get(params.environment_name ?? "");
      return found ? page("branch_policies", found.policies) : notFound();
    },
  },
  [`POST ${policies}`]: {
    needs: "administration=write",
    answer: ({ state, params, body }) => {
      const found = state.environments.get(params.environment_name ?? "");
      if (!found?.branches?.custom_branch_policies) return notFound();
      const policy = { id: state.nextId(), ...pattern.parse(body) };
      found.policies.push(policy);
      return one(policy);
    },
  },
  [`DELETE ${policies}/{branch_policy_id}`]: {
    needs: "administration=write",
    answer: ({ state, params }) => {
      const found = state.environments.get(params.environment_name ?? "");
      if (!found) return notFound();
      found.policies = found.policies.filter(({ id }) => String(id) !== params.branch_policy_id);
      return nothing();
    },
  },
};

/** To the letter, so that what the kit knows it by is what GitHub says. */
function needsPlan(rule: string): string {
  return `Failed to create the environment protection rule. Please ensure the billing plan supports the ${rule} protection rule.`;
}

function view(state: State, { id, name, waitTimer, branches, reviewers, preventSelfReview }: Environment) {
  const rule = (type: string) => ({ id, node_id: "", type });
  return {
    id,
    name,
    protection_rules: [
      ...(waitTimer > 0 ? [{ ...rule("wait_timer"), wait_timer: waitTimer }] : []),
      ...(reviewers.length > 0
        ? [
            {
              ...rule("required_reviewers"),
              prevent_self_review: preventSelfReview,
              reviewers: reviewers.map((each) => ({ type: each.type, reviewer: reviewerView(state, each) })),
            },
          ]
        : []),
      ...(branches ? [rule("branch_policy")] : []),
    ],
    deployment_branch_policy: branches,
  };
}

function reviewerView(state: State, { type, id }: Environment["reviewers"][number]) {
  const [login = ""] = [...state.people].find(([, known]) => known === id) ?? [];
  if (type === "User") return person(state, login);
  const [slug = ""] = [...state.teams].find(([, known]) => known === id) ?? [];
  const url = `https://api.github.com/teams/${id}`;
  return {
    id,
    slug,
    name: slug,
    node_id: "",
    description: "",
    privacy: "closed",
    permission: "push",
    url,
    html_url: url,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}
