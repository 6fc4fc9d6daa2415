import { z } from "zod";

const rule = z.object({
  type: z.string(),
  wait_timer: z.number().optional(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z
    .array(z.object({ type: z.enum(["User", "Team"]), reviewer: z.object({ id: z.number() }) }))
    .optional(),
});
const branchPolicy = z
  .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
  .nullable();

/** An environment as GitHub tells it. Source: https://docs.github.com/en/rest/deployments/environments */
export const environmentSchema = z
  .object({
    name: z.string(),
    protection_rules: z.array(rule).default([]),
    deployment_branch_policy: branchPolicy.default(null),
  })
  .transform(({ name, protection_rules: rules, deployment_branch_policy }) => {
    const reviewed = rules.find(({ type }) => type === "required_reviewers");
    const protection: Protection = {
      wait_timer: rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0,
      prevent_self_review: reviewed?.prevent_self_review ?? false,
      reviewers: (reviewed?.reviewers ?? []).map(({ type, reviewer: { id } }) => ({ type, id })),
      deployment_branch_policy,
    };
    return { name, protection };
  });

/** How an environment is protected. GitHub wants all of it at once: what is left out is taken away. */
export interface Protection {
  /** Minutes. */
  wait_timer: number;
  prevent_self_review: boolean;
  reviewers: readonly Reviewer[];
  deployment_branch_policy: z.infer<typeof branchPolicy>;
}

export interface Reviewer {
  type: "User" | "Team";
  id: number;
}

export const unprotected: Protection = {
  wait_timer: 0,
  prevent_self_review: false,
  reviewers: [],
  deployment_branch_policy: null,
};

/** An environment as it is at the moment, and what changes it. */
export interface Protected {
  /** `environments/prod` */
  path: string;
  name: string;
  now: Readonly<Protection>;
  put(wish: Partial<Protection>): Promise<void>;
}
