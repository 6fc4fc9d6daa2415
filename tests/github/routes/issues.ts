import { z } from "zod";
import { many, notFound, one, type Routes } from "../route.ts";
import type { Issue, State } from "../state.ts";
import { person } from "./repository.ts";

const wanted = z.object({
  title: z.string(),
  body: z.string().default(""),
  labels: z.array(z.string()).default([]),
});
const change = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
  labels: z.array(z.string()).optional(),
});
const comment = z.object({ body: z.string() });

const at = "/repos/{owner}/{repo}/issues";

/** Issues and comments. A comment may be on a pull request, which is an issue, too, of the same number. */
export const issues: Routes = {
  [`GET ${at}`]: {
    needs: "issues=read",
    answer: ({ state, query }) => {
      const labels = query.get("labels")?.split(",") ?? [];
      const wantedState = query.get("state") ?? "open";
      const found = state.issues
        .filter((issue) => wantedState === "all" || issue.state === wantedState)
        .filter((issue) => labels.every((each) => issue.labels.includes(each)));
      return many(found.map((issue) => view(state, issue)));
    },
  },
  [`POST ${at}`]: {
    needs: "issues=write",
    answer: ({ state, body, by }) => {
      const issue: Issue = {
        ...wanted.parse(body),
        number: state.nextId(),
        state: "open",
        by: by.login,
        comments: [],
      };
      state.issues.push(issue);
      return one(view(state, issue), 201);
    },
  },
  [`PATCH ${at}/{issue_number}`]: {
    needs: "issues=write",
    answer: ({ state, params, body }) => {
      const found = state.issues.find(({ number }) => String(number) === params.issue_number);
      if (!found) return notFound();
      Object.assign(found, change.parse(body));
      return one(view(state, found));
    },
  },
  [`GET ${at}/{issue_number}/comments`]: {
    needs: "issues=read; pull_requests=read",
    answer: ({ state, params, query }) => {
      const size = Number(query.get("per_page") ?? 30);
      const from = size * (Number(query.get("page") ?? 1) - 1);
      const found = state.issues.find(({ number }) => String(number) === params.issue_number);
      return found
        ? many(found.comments.slice(from, from + size).map((each) => commentView(state, each)))
        : notFound();
    },
  },
  [`POST ${at}/{issue_number}/comments`]: {
    needs: "issues=write; pull_requests=write",
    answer: ({ state, params, body, by }) => {
      const found = state.issues.find(({ number }) => String(number) === params.issue_number);
      if (!found) return notFound();
      const made = { id: state.nextId(), body: comment.parse(body).body, by: by.login };
      found.comments.push(made);
      return one(commentView(state, made), 201);
    },
  },
  [`PATCH ${at}/comments/{comment_id}`]: {
    needs: "issues=write; pull_requests=write",
    answer: ({ state, params, body }) => {
      const found = state.issues
        .flatMap(({ comments }) => comments)
        .find(({ id }) => String(id) === params.comment_id);
      if (!found) return notFound();
      found.body = comment.parse(body).body;
      return one(commentView(state, found));
    },
  },
};

function view(state: State, { number, title, body, state: now, labels, by }: Issue) {
  const html_url = `https://github.com/${state.owner}/${state.name}/issues/${number}`;
  return { number, title, body, state: now, labels: [...labels], user: person(state, by), html_url };
}

function commentView(state: State, { id, body, by }: Issue["comments"][number]) {
  return { id, body, user: person(state, by) };
}
