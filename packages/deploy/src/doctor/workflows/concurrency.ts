import type { Concurrency, WorkflowFile } from "./read.ts";
import { eachJob, eachWorkflow, type Rule } from "./rule.ts";

/** A deploy that is cut short leaves a profile half made. */
export const cutsNothingShort: Rule = eachWorkflow((file) =>
  groupsOf(file)
    .filter((group) => group["cancel-in-progress"] !== false && deploys(file))
    .map(({ group }) => ({
      text: `cancels a deploy that is under way, by ${group}.`,
      mend: "cancel-in-progress: false",
    })),
);

/** Where one of a group may wait, the one before it that waits is cancelled: a merge that nobody deploys. */
export const dropsNothing: Rule = eachWorkflow((file) =>
  groupsOf(file)
    .filter(({ group, queue }) => deploys(file) && queue !== "max" && !group.includes("github.run_id"))
    .map(({ group }) => ({
      text: `drops a deploy that waits in ${group} when a newer one comes.`,
      mend: "queue: max",
    })),
);

/** A job that waits for its reviewers is in its group already, and would keep all others of it waiting. */
export const waitsForNobody: Rule = eachJob(({ environment, concurrency }, { id, file }) => {
  const isReviewed = environment?.deployment && /^(prod|\$\{\{)/.test(environment.name);
  const group = concurrency ?? file.concurrency;
  if (!isReviewed || !group || group.group.includes("github.run_id") || isRollback(file)) return [];
  return [
    {
      text: `job ${id} waits for reviewers of ${environment.name} inside the group ${group.group}, and later ones behind it.`,
      mend: "take it out of the group: the kit lets one at a time change a profile",
    },
  ];
});

/** A rollback never waits behind a deploy. */
export const rollsBackAtOnce: Rule = ({ workflows }) => {
  const others = new Set(
    workflows.filter((file) => !isRollback(file)).flatMap((file) => groupsOf(file).map(startOf)),
  );
  return workflows.filter(isRollback).flatMap((file) =>
    groupsOf(file)
      .filter((group) => others.has(startOf(group)))
      .map(({ group }) => ({
        path: file.path,
        text: `waits behind deploys, in their group ${group}.`,
        mend: "concurrency: { group: rollback-… }",
      })),
  );
};

function groupsOf({ concurrency, jobs }: WorkflowFile): Concurrency[] {
  return [concurrency, ...Object.values(jobs).map((job) => job.concurrency)].filter(
    (group) => group !== undefined,
  );
}

function startOf({ group }: Concurrency): string {
  return group.replace(/\$\{\{.*$/s, "");
}

function deploys({ jobs }: WorkflowFile): boolean {
  return Object.values(jobs).some(({ environment }) => environment?.deployment);
}

function isRollback({ jobs }: WorkflowFile): boolean {
  return Object.values(jobs).some(({ steps }) => steps.some(({ run }) => run?.includes("kit rollback")));
}
