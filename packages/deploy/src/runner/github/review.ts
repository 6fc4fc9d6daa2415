import { z } from "zod";
import type { Run } from "../../core/run.ts";
import { kindOf } from "../../gates/gate.ts";
import type { Delivery } from "../delivery.ts";
import { resumeRun } from "../engine/drive.ts";
import { recordDecision } from "../operations/decide.ts";
import type { Sent } from "../operations/send.ts";
import { messageOf } from "../refusal.ts";
import { ask } from "./ask.ts";
import { type Job, thisJob } from "./job.ts";

/**
 * Who reviewed what of a workflow run.
 * Source: https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
 */
const history = z.array(
  z.object({
    state: z.enum(["approved", "rejected", "pending"]),
    comment: z.string(),
    environments: z.array(z.object({ name: z.string() })),
    user: z.object({ login: z.string() }),
  }),
);

/**
 * Counts the review of a GitHub environment as the approval of a manual gate, so that nobody is asked twice: a job
 * bound to the environment that has a profile's name only runs once its reviewers let it. Where they were not
 * asked, because the repository's plan has no reviewers, the run goes on waiting at its gate.
 */
export async function withReview(delivery: Delivery, sent: Sent): Promise<Sent> {
  const job = thisJob(delivery.env);
  if (sent.kind !== "ran" || !job) return sent;
  const { run } = sent;
  const gate = gateForPeople(run);
  if (gate === undefined) return sent;
  for (const { login, comment } of await reviewersOf(job, delivery, run)) {
    delivery.progress.note("reviewed", `by ${login} on GitHub`);
    await recordDecision(delivery, run.id, { gate, decision: "approved", comment, reviewer: login });
  }
  const after = delivery.ledger.state.runs.get(run.id);
  if (after === undefined || after.approvals.length === run.approvals.length) return sent;
  return { ...sent, run: await resumeRun(delivery, run.id) };
}

/** The name of the gate that a run waits at for people. */
function gateForPeople({ state, steps, position }: Run): string | undefined {
  const step = steps[position];
  const asksPeople = step?.kind === "gate" && kindOf(step.gate).needs.includes("people");
  return asksPeople && state.kind === "waiting" ? state.gate : undefined;
}

/** Those who let a job go on to the profile's environment, and have not approved yet. */
async function reviewersOf(job: Job, { progress }: Delivery, run: Run) {
  try {
    const path = `actions/runs/${job.run}/approvals`;
    const reviews = await ask(job, { path }, history);
    const letIn = reviews
      .filter(({ state }) => state === "approved")
      .filter(({ environments }) => environments.some(({ name }) => name === run.profile))
      .map(({ user, comment }) => ({ login: user.login, comment }));
    const known = new Set(run.approvals.map(({ by }) => by));
    return letIn.filter(({ login }) => !known.has(login) && known.add(login));
  } catch (error) {
    progress.note("reviewed", `nobody knows by whom: ${messageOf(error)}`);
    return [];
  }
}
