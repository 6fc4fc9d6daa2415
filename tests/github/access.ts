import { type Answer, type Asked, refused } from "./route.ts";
import type { Plan, State, Token } from "./state.ts";

/** The headers by which GitHub says what a token may, what was needed, and how many requests are left. */
export function accessHeaders(state: State, token: Token | undefined, needs: string): Record<string, string> {
  return {
    ...(token?.kind === "classic" && {
      "x-oauth-scopes": token.may.join(", "),
      "x-accepted-oauth-scopes": "repo",
    }),
    ...(token && token.kind !== "classic" && { "x-accepted-github-permissions": needs }),
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": String(state.left ?? 4999),
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 600),
  };
}

/**
 * Why somebody may not ask this.
 * Source: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
export function refusal(
  { state, params }: Pick<Asked, "state" | "params">,
  token: Token | undefined,
  needs: string,
): Answer | undefined {
  if (!token) return refused(401, "Bad credentials");
  if (state.left === 0)
    return refused(403, `API rate limit exceeded for user ID ${state.people.get(token.login)}.`);
  if (params.owner !== undefined && `${params.owner}/${params.repo}` !== `${state.owner}/${state.name}`)
    return refused(404, "Not Found");
  const reads = needs.endsWith("=read");
  if (reads && (!state.private || needs === "metadata=read")) {
    return state.private && token.kind === "classic" && !token.may.includes("repo")
      ? refused(404, "Not Found")
      : undefined;
  }
  if (token.kind === "classic") {
    if (token.may.includes("repo")) return undefined;
    return state.private ? refused(404, "Not Found") : refused(403, "Must have admin rights to Repository.");
  }
  // One of several is enough.
  const enough = needs.split("; ").flatMap((need) => [need, need.replace("=read", "=write")]);
  if (enough.some((need) => token.may.includes(need))) return undefined;
  const whose = token.kind === "workflow" ? "integration" : "personal access token";
  return refused(403, `Resource not accessible by ${whose}`);
}

const order: readonly Plan[] = ["free", "pro", "team", "enterprise"];

/** Whether the plan is enough for something: on a public repository, every plan is. */
export function planAllows({ private: isPrivate, plan }: State, from: Plan): boolean {
  return !isPrivate || order.indexOf(plan) >= order.indexOf(from);
}

/** What GitHub says where it does not, to the letter: the kit knows it by these words. */
export const upgrade = "Upgrade to GitHub Pro or make this repository public to enable this feature.";
