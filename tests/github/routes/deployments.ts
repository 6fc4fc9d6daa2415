import { z } from "zod";
import { many, notFound, one, type Routes } from "../route.ts";

const wanted = z.object({
  ref: z.string(),
  task: z.string().default("deploy"),
  environment: z.string().default("production"),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? null),
  payload: z.unknown().default({}),
  production_environment: z.boolean().default(false),
  transient_environment: z.boolean().default(false),
});
const status = z.object({
  state: z.string(),
  environment_url: z.string().default(""),
  log_url: z.string().default(""),
  description: z.string().default(""),
});

const at = "/repos/{owner}/{repo}/deployments";

/** Deployments, and what came of them. */
export const deployments: Routes = {
  [`GET ${at}`]: {
    needs: "deployments=read",
    answer: ({ state, query }) =>
      many(
        state.deployments
          .filter(({ environment }) => environment === (query.get("environment") ?? environment))
          .filter(({ task }) => task === (query.get("task") ?? task))
          .toReversed()
          .map(({ statuses: _, ...deployment }) => deployment),
      ),
  },
  [`POST ${at}`]: {
    needs: "deployments=write",
    answer: ({ state, body }) => {
      const asked = wanted.parse(body);
      const deployment = { ...asked, id: state.nextId(), sha: asked.ref };
      state.deployments.push({ ...deployment, statuses: [] });
      return one(deployment, 201);
    },
  },
  [`GET ${at}/{deployment_id}/statuses`]: {
    needs: "deployments=read",
    answer: ({ state, params }) => {
      const found = state.deployments.find(({ id }) => String(id) === params.deployment_id);
      return found ? many(found.statuses.toReversed()) : notFound();
    },
  },
  [`POST ${at}/{deployment_id}/statuses`]: {
    needs: "deployments=write",
    answer: ({ state, params, body }) => {
      const found = state.deployments.find(({ id }) => String(id) === params.deployment_id);
      if (!found) return notFound();
      const made = { id: state.nextId(), ...status.parse(body) };
      found.statuses.push(made);
      return one(made, 201);
    },
  },
};
