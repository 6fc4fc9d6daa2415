import type { Job, WorkflowFile } from "./read.ts";

/** Something in a workflow that is not safe, and what to write instead. */
export interface Problem {
  path: string;
  text: string;
  mend: string;
}

/** What rules look at. */
export interface Looked {
  workflows: readonly WorkflowFile[];
  /** The names of the repository's apps. */
  apps: readonly string[];
  /** The names of all their profiles. */
  profiles: readonly string[];
}

/** One thing that must be so in every workflow. Pure. */
export type Rule = (looked: Looked) => Problem[];

/** A rule about each workflow by itself. */
export function eachWorkflow(look: (file: WorkflowFile, looked: Looked) => Omit<Problem, "path">[]): Rule {
  return (looked) =>
    looked.workflows.flatMap((file) =>
      look(file, looked).map((problem) => ({ path: file.path, ...problem })),
    );
}

/** A rule about each job by itself. */
export function eachJob(
  look: (job: Job, about: { id: string; file: WorkflowFile; looked: Looked }) => Omit<Problem, "path">[],
): Rule {
  return eachWorkflow((file, looked) =>
    Object.entries(file.jobs).flatMap(([id, job]) => look(job, { id, file, looked })),
  );
}
