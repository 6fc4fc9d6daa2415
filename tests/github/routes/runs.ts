import { z } from "zod";
import { many, type Routes } from "../route.ts";
import type { State } from "../state.ts";
import { person } from "./repository.ts";

const review = z.object({
  environment_ids: z.array(z.number()),
  state: z.enum(["approved", "rejected"]),
  comment: z.string(),
});

const at = "/repos/{owner}/{repo}/actions/runs/{run_id}";

/** The reviews by which jobs that are bound to an environment went on. */
export const runs: Routes = {
  [`GET ${at}/approvals`]: {
    needs: "actions=read",
    answer: ({ state, params: { run_id = "" } }) =>
      many(
        (state.approvals.get(run_id) ?? []).map(({ state: decided, comment, environments, login }) => ({
          state: decided,
          comment,
          environments: environments.map((name) => ({ name, id: state.environments.get(name)?.id ?? 0 })),
          user: person(state, login),
        })),
      ),
  },
  [`POST ${at}/pending_deployments`]: {
    needs: "deployments=write",
    answer: ({ state, params: { run_id = "" }, body, by }) => {
      const { environment_ids: ids, state: decided, comment } = review.parse(body);
      const environments = [...state.environments.values()]
        .filter(({ id }) => ids.includes(id))
        .map(({ name }) => name);
      approve(state, run_id, { state: decided, comment, environments, login: by.login });
      return many(environments.map((environment) => ({ environment })));
    },
  },
};

/** Lets jobs of a run go on, as a reviewer does by a click. */
export function approve(
  { approvals }: State,
  run: string,
  approval: NonNullable<ReturnType<typeof approvals.get>>[number],
): void {
  approvals.set(run, [...(approvals.get(run) ?? []), approval]);
}
