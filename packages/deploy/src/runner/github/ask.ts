import type { z } from "zod";
import { Refusal } from "../refusal.ts";
import type { Job } from "./job.ts";

/** Milliseconds until a request is given up. */
const PATIENCE = 15_000;

export interface Question {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the repository: `actions/runs/1/approvals`. */
  path: string;
  body?: object;
}

/**
 * Asks GitHub's REST API something about the job's repository.
 * @throws Refusal with GitHub's own words, when it does not do what was asked
 */
export async function ask<Answer>(
  { api, repository, token }: Job,
  { method = "GET", path, body }: Question,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const what = `GitHub (${method} ${path})`;
  const url = `${api}/repos/${repository}/${path}`;
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Refusal(`${what} cannot be reached.`, { cause });
  });
  const text = await response.text();
  if (!response.ok) throw new Refusal(`${what} answered ${response.status}: ${saidIn(text)}`);
  const answer = schema.safeParse(text === "" ? null : JSON.parse(text));
  if (answer.success) return answer.data;
  throw new Refusal(`${what} answered something else than is documented.`, { cause: answer.error });
}

function saidIn(text: string): string {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}
