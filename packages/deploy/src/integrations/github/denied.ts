import type { RequestError } from "@octokit/request-error";
import { Refusal } from "../../names/user-error.ts";

/** Why GitHub does not do what was asked. */
export type Reason = "token" | "permission" | "absent" | "limit" | "plan" | "other";

/** GitHub does not do what was asked, and why, as far as can be told. */
export class Denied extends Refusal {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options: { action?: string; cause: unknown }) {
    super(`github-${reason}`, message, options);
    this.reason = reason;
  }
}

const newToken = "export GITHUB_TOKEN=…   (made at https://github.com/settings/tokens; or: gh auth login)";

/**
 * Tells from GitHub's answer why it refuses, and what mends that.
 * @param what was asked, as `PUT pages`
 * Source: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
export function denied(error: RequestError, what: string): Denied {
  const headers = error.response?.headers ?? {};
  const said = error.message.replace(/ - https:\/\/docs\.github\.com\S*$/, "");
  const cause = error;
  if (error.status === 401) {
    return new Denied("token", `GitHub does not accept the token: ${said}.`, { action: newToken, cause });
  }
  if (isLimit(error)) {
    const until = clock(headers["x-ratelimit-reset"], headers["retry-after"]);
    return new Denied("limit", `GitHub answers no more requests of this token ${until}: ${said}`, {
      action: "wait until then, and run the same again",
      cause,
    });
  }
  if (/billing plan|current plan|upgrade to github/i.test(said)) {
    return new Denied("plan", `The repository's plan does not have it: ${said}`, { cause });
  }
  const scopes = headers["x-oauth-scopes"];
  if ([403, 404].includes(error.status) && scopes !== undefined && !/\brepo\b/.test(scopes)) {
    return new Denied(
      "permission",
      `The token lacks the scope “repo” (it has: ${scopes || "none"}), so GitHub refuses ${what}.`,
      {
        action:
          "gh auth refresh --scopes repo   (or make a token that has it: https://github.com/settings/tokens)",
        cause,
      },
    );
  }
  if (error.status === 403) return withoutPermission(error, said, what);
  if (error.status === 404) {
    return new Denied("absent", `GitHub has nothing at ${what}, or the token may not see it.`, {
      action: "git remote get-url origin   (is it this repository, and may the token see it?)",
      cause,
    });
  }
  return new Denied("other", `GitHub (${what}) answered ${error.status}: ${said}`, { cause });
}

function withoutPermission(cause: RequestError, said: string, what: string): Denied {
  const needed = String(cause.response?.headers["x-accepted-github-permissions"] ?? "").replace("=", ": ");
  const permission = needed ? `the permission “${needed}”` : "a permission";
  const action = /integration/.test(said)
    ? `add “${needed || "…: write"}” to the permissions of the job`
    : "give it to the token, at https://github.com/settings/personal-access-tokens, or ask an owner of the repository";
  return new Denied("permission", `The token lacks ${permission} that ${what} needs: ${said}.`, {
    action,
    cause,
  });
}

/** Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimit({ status, message, response }: RequestError): boolean {
  if (status !== 403 && status !== 429) return false;
  return (
    response?.headers["x-ratelimit-remaining"] === "0" ||
    response?.headers["retry-after"] !== undefined ||
    /rate limit/i.test(message)
  );
}

function clock(reset: string | undefined, retryAfter: string | number | undefined): string {
  if (retryAfter !== undefined) return `for ${retryAfter} s`;
  if (reset === undefined) return "for a while";
  return `until ${new Date(Number(reset) * 1000).toISOString().slice(11, 16)} UTC`;
}
