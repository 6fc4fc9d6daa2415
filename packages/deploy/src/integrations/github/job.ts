import { z } from "zod";
import { Refusal } from "../../names/user-error.ts";
import type { Repository } from "./ask.ts";

/**
 * The variables by which a step knows the job that it is in, and the token it was given.
 * Source: https://docs.github.com/en/actions/reference/variables-reference
 */
const variables = z.object({
  GITHUB_ACTIONS: z.literal("true"),
  GITHUB_API_URL: z.url(),
  GITHUB_REPOSITORY: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  GITHUB_RUN_ID: z.string().regex(/^\d+$/),
  GITHUB_TOKEN: z.string().min(1),
});

/** The job of a workflow on GitHub that this runs in. */
export interface Job extends Repository {
  /** The number of the workflow's run. */
  run: string;
}

/** The job that this runs in; undefined outside one, and in one that got no token. */
export function thisJob(env: NodeJS.ProcessEnv): Job | undefined {
  const { data } = variables.safeParse(env);
  return (
    data && {
      api: data.GITHUB_API_URL,
      repository: data.GITHUB_REPOSITORY,
      run: data.GITHUB_RUN_ID,
      token: data.GITHUB_TOKEN,
    }
  );
}

/** @throws Refusal outside a job that has a token */
export function requireJob(env: NodeJS.ProcessEnv): Job {
  const job = thisJob(env);
  if (job) return job;
  throw new Refusal(
    "github-no-job",
    "This speaks to GitHub about the job that it runs in, and it runs in none, or in one without GITHUB_TOKEN.",
    { kind: "usage" },
  );
}
