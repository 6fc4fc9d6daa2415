import { z } from "zod";

const plans = ["free", "pro", "team", "enterprise"] as const;

/** What GitHub calls the plan of an account; one that is not known is tried. */
export const planSchema = z.enum(plans).optional().catch(undefined);
export type Plan = (typeof plans)[number];

/**
 * Whether a repository may have something for which, if it is private, a plan is needed. Where the plan is not
 * known it may be: GitHub will say.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 */
export function mayHave(
  { isPrivate, plan }: { isPrivate: boolean; plan: Plan | undefined },
  needed: Plan,
): boolean {
  return !isPrivate || plan === undefined || plans.indexOf(plan) >= plans.indexOf(needed);
}

/** Why not, in words. */
export function needs(plan: Plan): string {
  const name = { free: "Free", pro: "Pro or Team", team: "Team", enterprise: "Enterprise" }[plan];
  return `a private repository needs GitHub ${name} for it`;
}
