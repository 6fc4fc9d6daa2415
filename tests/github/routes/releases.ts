import { z } from "zod";
import { many, notFound, one, type Routes, refused } from "../route.ts";
import type { PullRequest } from "../state.ts";

const release = z.object({
  tag_name: z.string(),
  name: z.string().default(""),
  body: z.string().default(""),
  draft: z.boolean().default(false),
  prerelease: z.boolean().default(false),
});
const pull = z.object({
  title: z.string(),
  body: z.string().default(""),
  head: z.string(),
  base: z.string(),
});

const at = "/repos/{owner}/{repo}";

/** Releases and pull requests. */
export const releases: Routes = {
  [`GET ${at}/releases`]: {
    needs: "contents=read",
    answer: ({ state }) => many(state.releases.toReversed()),
  },
  [`GET ${at}/releases/tags/{tag}`]: {
    needs: "contents=read",
    answer: ({ state, params }) => {
      const found = state.releases.find(({ tag_name }) => tag_name === params.tag);
      return found ? one(found) : notFound();
    },
  },
  [`POST ${at}/releases`]: {
    needs: "contents=write",
    answer: ({ state, body }) => {
      const made = { id: state.nextId(), ...release.parse(body) };
      if (state.releases.some(({ tag_name }) => tag_name === made.tag_name))
        return refused(422, "Validation Failed");
      state.releases.push(made);
      return one(made, 201);
    },
  },
  [`GET ${at}/pulls`]: {
    needs: "pull_requests=read",
    answer: ({ state, query }) => {
      const wanted = query.get("state") ?? "open";
      const head = query.get("head")?.split(":").at(-1);
      return many(
        state.pulls
          .filter((each) => wanted === "all" || each.state === wanted)
          .filter((each) => each.head === (head ?? each.head))
          .map(view),
      );
    },
  },
  [`POST ${at}/pulls`]: {
    needs: "pull_requests=write",
    answer: ({ state, body }) => {
      const made = { number: state.nextId(), state: "open" as const, ...pull.parse(body) };
      state.pulls.push(made);
      return one(view(made), 201);
    },
  },
};

function view({ number, title, body, state }: PullRequest) {
  return { number, title, body, state, requested_teams: [] };
}
