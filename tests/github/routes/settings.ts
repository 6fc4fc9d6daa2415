import { z } from "zod";
import { planAllows, upgrade } from "../access.ts";
import { many, notFound, nothing, one, type Routes, refused } from "../route.ts";

const fields = z.record(z.string(), z.unknown());
const label = z.object({
  name: z.string(),
  color: z.string().default("ededed"),
  description: z.string().default(""),
});
const permissions = z.object({
  default_workflow_permissions: z.enum(["read", "write"]),
  can_approve_pull_request_reviews: z.boolean(),
});
const site = z.object({ build_type: z.enum(["legacy", "workflow"]) });

const at = "/repos/{owner}/{repo}";

/** Rulesets, labels and Pages of the repository, and what its workflows may. */
export const settings: Routes = {
  [`GET ${at}/rulesets`]: {
    needs: "metadata=read",
    answer: ({ state }) =>
      planAllows(state, "pro")
        ? many(
            [...state.rulesets].map(([id, { name, target, enforcement }]) => ({
              id,
              name,
              target,
              enforcement,
            })),
          )
        : refused(403, upgrade),
  },
  [`POST ${at}/rulesets`]: {
    needs: "administration=write",
    answer: ({ state, body }) => {
      if (!planAllows(state, "pro")) return refused(403, upgrade);
      const id = state.nextId();
      state.rulesets.set(id, fields.parse(body));
      return one({ id, ...state.rulesets.get(id) }, 201);
    },
  },
  [`GET ${at}/rulesets/{ruleset_id}`]: {
    needs: "metadata=read",
    answer: ({ state, params }) => {
      const found = state.rulesets.get(Number(params.ruleset_id));
      return found ? one({ id: Number(params.ruleset_id), ...found }) : notFound();
    },
  },
  [`PUT ${at}/rulesets/{ruleset_id}`]: {
    needs: "administration=write",
    answer: ({ state, params, body }) => {
      const id = Number(params.ruleset_id);
      const found = state.rulesets.get(id);
      if (!found) return notFound();
      state.rulesets.set(id, { ...found, ...fields.parse(body) });
      return one({ id, ...state.rulesets.get(id) });
    },
  },
  [`GET ${at}/actions/permissions/workflow`]: {
    needs: "administration=read",
    answer: ({ state }) => one(state.workflows),
  },
  [`PUT ${at}/actions/permissions/workflow`]: {
    needs: "administration=write",
    answer: ({ state, body }) => {
      state.workflows = permissions.parse(body);
      return nothing();
    },
  },
  [`GET ${at}/labels`]: {
    needs: "issues=read",
    answer: ({ state, query }) => {
      const size = Number(query.get("per_page") ?? 30);
      const from = size * (Number(query.get("page") ?? 1) - 1);
      return many([...state.labels].slice(from, from + size).map(([name, rest]) => ({ name, ...rest })));
    },
  },
  [`POST ${at}/labels`]: {
    needs: "issues=write",
    answer: ({ state, body }) => {
      const { name, ...rest } = label.parse(body);
      if (state.labels.has(name)) return refused(422, "Validation Failed");
      state.labels.set(name, rest);
      return one({ name, ...rest }, 201);
    },
  },
  [`GET ${at}/pages`]: {
    needs: "pages=read",
    answer: ({ state }) => (state.pages ? one(state.pages) : notFound()),
  },
  [`POST ${at}/pages`]: {
    needs: "pages=write",
    answer: ({ state, body }) => {
      if (!planAllows(state, "pro"))
        return refused(422, "Your current plan does not support GitHub Pages for this repository.");
      if (state.pages) return refused(409, "GitHub Pages is already enabled.");
      state.pages = site.parse(body);
      return one(state.pages, 201);
    },
  },
  [`PUT ${at}/pages`]: {
    needs: "pages=write",
    answer: ({ state, body }) => {
      if (!state.pages) return notFound();
      state.pages = site.parse(body);
      return nothing();
    },
  },
};
