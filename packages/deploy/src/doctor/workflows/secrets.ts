import type { Job, WorkflowFile } from "./read.ts";
import { eachJob, eachWorkflow, type Rule } from "./rule.ts";

/** What a workflow's own token is called among the secrets; every job has it. */
const OWN = "GITHUB_TOKEN";

/** Secrets are an environment's, so that its rules say who may have them. */
export const bindsSecrets: Rule = eachJob((job, { id }) =>
  job.environment || secretsIn(job).length === 0
    ? []
    : [
        {
          text: `job ${id} uses ${secretsIn(job).join(", ")}, and is bound to no environment.`,
          mend: `environment: { name: staging }`,
        },
      ],
);

/** In a workflow's env they were in every job. */
export const sharesNoSecrets: Rule = eachWorkflow(({ env }) =>
  namesIn(env).length === 0
    ? []
    : [
        {
          text: `gives ${namesIn(env).join(", ")} to every job in it.`,
          mend: "put it into env of the step that needs it",
        },
      ],
);

/** In a job's env they were in every step, those of others' actions too. */
export const showsNoSecrets: Rule = eachJob((job, { id }) =>
  namesIn(job.env).length === 0
    ? []
    : [
        {
          text: `job ${id} gives ${namesIn(job.env).join(", ")} to all its steps.`,
          mend: "put it into env of the step that needs it",
        },
      ],
);

/** All of them, whichever another workflow may ask for. */
export const inheritsNoSecrets: Rule = eachJob(({ secrets }, { id }) =>
  secrets === "inherit"
    ? [{ text: `job ${id} hands on every secret.`, mend: "name those that are needed" }]
    : [],
);

/** GitHub keeps secrets from forks, and a job that was told so does not fail for it. */
export const keepsForksOut: Rule = eachJob((job, { id, file }) =>
  "pull_request" in file.on && job.environment && !asksWhoseFork(job, file)
    ? [
        {
          text: `job ${id} is bound to an environment, and runs for pull requests from forks as well.`,
          mend: "if: github.event.pull_request.head.repo.full_name == github.repository",
        },
      ]
    : [],
);

function asksWhoseFork(job: Job, file: WorkflowFile): boolean {
  if (/head\.repo\.full_name\s*==\s*github\.repository\b/.test(String(job.if ?? ""))) return true;
  return job.needs.some((need) => {
    const needed = file.jobs[need];
    return needed !== undefined && asksWhoseFork(needed, file);
  });
}

function secretsIn({ env, steps }: Job): string[] {
  return [
    ...new Set([...namesIn(env), ...steps.flatMap((step) => [...namesIn(step.env), ...namesIn(step.with)])]),
  ];
}

function namesIn(values: Job["env"]): string[] {
  const text = Object.values(values).map(String).join("\n");
  return [...text.matchAll(/\bsecrets(?:\.|\[')(\w+)/g)].flatMap(([, name]) =>
    name && name !== OWN ? [name] : [],
  );
}
