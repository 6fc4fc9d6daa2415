import { z } from "zod";
import { Refusal } from "../../names/user-error.ts";
import { kitVersion } from "../../workspace/kit-version.ts";
import { denied } from "./denied.ts";

/** Milliseconds until a request is given up. */
const PATIENCE = 15_000;

/** A repository on GitHub, and what opens it. */
export interface Repository {
  /** Where GitHub's REST API is: https://api.github.com, or a GitHub Enterprise Server's. */
  api: string;
  /** `owner/name` */
  repository: string;
  token: string;
}

export interface Question {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the repository: `actions/runs/1/approvals`; or from the root: `/user`. */
  path: string;
  body?: object;
}

/**
 * Asks GitHub's REST API something.
 * @throws Denied when it does not do what was asked, Refusal when it cannot be reached
 */
export async function ask<Answer>(
  { api, repository, token }: Repository,
  { method = "GET", path, body }: Question,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const what = `${method} ${path || repository}`;
  const { request } = await import("@octokit/request");
  const answer = await request({
    method,
    baseUrl: api,
    url: path.startsWith("/") ? path : `/repos/${repository}/${path}`.replace(/\/$/, ""),
    headers: {
      authorization: `Bearer ${token}`,
      "user-agent": `alchemy-kit/${kitVersion}`,
      "x-github-api-version": "2022-11-28",
    },
    request: { signal: AbortSignal.timeout(PATIENCE) },
    ...(body && { data: body }),
  }).catch(async (error: unknown) => {
    const { RequestError } = await import("@octokit/request-error");
    if (error instanceof RequestError && error.response) throw denied(error, what);
    throw new Refusal("github-unreachable", `GitHub cannot be reached at ${api} (${what}).`, {
      cause: error,
    });
  });
  const parsed = schema.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  throw new Refusal("github-unexpected", `GitHub (${what}) answered something else than is documented.`, {
    cause: parsed.error,
  });
}

/** A question whose answer does not matter, once it is done. @throws Denied */
export async function tell(repository: Repository, question: Question): Promise<void> {
  await ask(repository, question, z.unknown());
}

/** Asks for all pages of a list. @param page where the list is in an answer @throws Denied */
export async function askAll<Item>(
  repository: Repository,
  path: string,
  page: z.ZodType<Item[]>,
): Promise<Item[]> {
  const size = 100;
  const all: Item[] = [];
  for (let number = 1; ; number++) {
    const question = { path: `${path}${path.includes("?") ? "&" : "?"}per_page=${size}&page=${number}` };
    const items = await ask(repository, question, page);
    all.push(...items);
    if (items.length < size) return all;
  }
}
