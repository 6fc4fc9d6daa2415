import { z } from "zod";
import { type Comment, commentBody, type Issue, issueBody, type Review, reviewBody } from "./bodies.ts";

/** What GitHub keeps of a repository besides its commits. */
export class Hub {
  readonly comments: Comment[] = [];
  readonly issues: Issue[] = [];
  readonly reviews: Review[] = [];
  /** Starts a workflow by hand. @throws for inputs that it does not take */
  readonly dispatch: (workflow: string, inputs: Record<string, string>, actor: string) => Promise<unknown>;

  constructor(dispatch: Hub["dispatch"]) {
    this.dispatch = dispatch;
  }
}

/** A request that is as the description wants it. */
export interface Asked {
  values: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  login: string;
}

/**
 * One operation, and one of which scopes at which level it needs.
 * Source: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
export interface Operation {
  scopes: readonly string[];
  level: "read" | "write";
  act(hub: Hub, asked: Asked): Promise<{ status: number; body: unknown }> | { status: number; body: unknown };
}

const repository = "/repos/{owner}/{repo}";
const talk = ["issues", "pull-requests"];
const texts = z.record(z.string(), z.string()).default({});
const notFound = { status: 404, body: { message: "Not Found" } };

export const operations: Record<string, Operation> = {
  [`get ${repository}/actions/runs/{run_id}/approvals`]: {
    scopes: ["actions"],
    level: "read",
    act: ({ reviews }, { values }) =>
      ok(reviews.filter(({ run }) => run === Number(values.run_id)).map(reviewBody)),
  },

  [`post ${repository}/actions/workflows/{workflow_id}/dispatches`]: {
    scopes: ["actions"],
    level: "write",
    async act(hub, { values, body, login }) {
      await hub.dispatch(values.workflow_id ?? "", z.object({ inputs: texts }).parse(body).inputs, login);
      return { status: 204, body: undefined };
    },
  },

  [`get ${repository}/issues`]: {
    scopes: ["issues"],
    level: "read",
    act({ issues }, { query }) {
      const label = query.get("labels");
      const open = issues.filter(({ state }) => state === "open");
      return ok(open.filter(({ labels }) => label === null || labels.includes(label)).map(issueBody));
    },
  },

  [`post ${repository}/issues`]: {
    scopes: ["issues"],
    level: "write",
    act({ issues }, { body }) {
      const asked = z.object({
        title: z.string(),
        body: z.string(),
        labels: z.array(z.string()).default([]),
      });
      const made: Issue = { number: issues.length + 1000, state: "open", ...asked.parse(body) };
      issues.push(made);
      return { status: 201, body: issueBody(made) };
    },
  },

  [`patch ${repository}/issues/{issue_number}`]: {
    scopes: ["issues"],
    level: "write",
    act({ issues }, { values, body }) {
      const issue = issues.find(({ number }) => number === Number(values.issue_number));
      if (!issue) return notFound;
      const changes = z.object({ title: z.string(), body: z.string(), state: z.enum(["open", "closed"]) });
      Object.assign(issue, changes.partial().parse(body));
      return ok(issueBody(issue));
    },
  },

  [`get ${repository}/issues/{issue_number}/comments`]: {
    scopes: talk,
    level: "read",
    act({ comments }, { values, query }) {
      const size = Number(query.get("per_page") ?? 30);
      const start = (Number(query.get("page") ?? 1) - 1) * size;
      const all = comments.filter(({ pull }) => pull === Number(values.issue_number));
      return ok(all.slice(start, start + size).map(commentBody));
    },
  },

  [`post ${repository}/issues/{issue_number}/comments`]: {
    scopes: talk,
    level: "write",
    act({ comments }, { values, body, login }) {
      const text = z.object({ body: z.string() }).parse(body);
      const made = { id: comments.length + 1, pull: Number(values.issue_number), by: login, ...text };
      comments.push(made);
      return { status: 201, body: commentBody(made) };
    },
  },

  [`patch ${repository}/issues/comments/{comment_id}`]: {
    scopes: talk,
    level: "write",
    act({ comments }, { values, body }) {
      const comment = comments.find(({ id }) => id === Number(values.comment_id));
      if (!comment) return notFound;
      Object.assign(comment, z.object({ body: z.string() }).parse(body));
      return ok(commentBody(comment));
    },
  },
};

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body };
}
