import type { Job } from "./read.ts";
import { eachJob, eachWorkflow, type Rule } from "./rule.ts";

/** Environments that are no profile of an app. */
const OTHER = ["preview", "github-pages", "npm"];

/** Another app in the repository changes no workflow. */
export const namesNoApp: Rule = eachWorkflow(({ text }, { apps }) =>
  apps
    .filter((app) => new RegExp(`\\bapps/${app}\\b|\\bkit [a-z]+ ${app}\\b`).test(text))
    .map((app) => ({
      text: `names the app ${app}; the next one would need the same.`,
      mend: "take the apps from kit matrix",
    })),
);

/** An environment of another name has other secrets, or none, and other reviewers, or none. */
export const namesProfiles: Rule = eachJob(({ environment }, { id, looked }) =>
  !environment ||
  environment.name.includes("${{") ||
  [...OTHER, ...looked.profiles].includes(environment.name)
    ? []
    : [
        {
          text: `job ${id} is bound to ${environment.name}, which is no profile.`,
          mend: `environment: { name: ${looked.profiles[0] ?? "staging"} }`,
        },
      ],
);

/** What does not exist is nothing, in an expression: no error, and another way than was meant. */
export const namesWhatIsThere: Rule = eachJob((job, { id, file }) => {
  const said = JSON.stringify([job, { outputs: undefined }]);
  const needs = referred(said, "needs").filter(
    ([need, output]) =>
      !job.needs.includes(need) || (output !== undefined && !(output in (file.jobs[need]?.outputs ?? {}))),
  );
  const steps = referred(said, "steps").filter(([step]) => !job.steps.some((each) => each.id === step));
  return [...needs, ...steps].map(([name, output]) => ({
    text: `job ${id} speaks of ${name}${output === undefined ? "" : `.outputs.${output}`}, which is not there.`,
    mend: "name a job in its needs, or a step by its id",
  }));
});

/** Each job that must not fail is one that the required check asks. */
export const asksAllJobs: Rule = eachWorkflow(({ jobs }) => {
  const check = jobs.ci;
  if (!check) return [];
  const others = Object.keys(jobs).filter((id) => id !== "ci");
  const unasked = others.filter((id) => !check.needs.includes(id) || !asksFor(check, id));
  const missing = unasked.map((id) => ({
    text: `the required check does not ask how ${id} ended.`,
    mend: `needs: [${others.join(", ")}]`,
  }));
  return /\balways\(\)/.test(String(check.if))
    ? missing
    : [
        ...missing,
        {
          text: "the required check is skipped where a job failed, and skipped is green.",
          mend: "if: always()",
        },
      ];
});

function asksFor({ steps }: Job, id: string): boolean {
  return steps.some(({ env }) =>
    Object.values(env).some((value) => String(value).includes(`needs.${id}.result`)),
  );
}

/** `needs.changed.outputs.all` → `["changed", "all"]` */
function referred(said: string, context: "needs" | "steps"): [string, string | undefined][] {
  const pattern = new RegExp(`\\b${context}\\.([\\w-]+)\\.(?:outputs\\.([\\w-]+)|\\w+)`, "g");
  return [...said.matchAll(pattern)].flatMap(([, name, output]) => (name ? [[name, output]] : []));
}
