import { scriptOf } from "./read.ts";
import { eachJob, eachWorkflow, type Rule } from "./rule.ts";

/** A script is text before it is run: whatever an expression brings into it is run as well. */
export const speaksThroughEnv: Rule = eachJob(({ steps }, { id }) =>
  steps
    .map(scriptOf)
    .filter((script) => script.includes("${{"))
    .map((script) => ({
      text: `job ${id} puts ${/\$\{\{.*?\}\}/s.exec(script)?.[0]} into a script.`,
      mend: "put it into env, and write “$NAME” in the script",
    })),
);

/** It would run what a stranger proposes, with this repository's secrets. */
export const trustsNoStranger: Rule = eachWorkflow(({ on }) =>
  ["pull_request_target", "workflow_run"]
    .filter((event) => event in on)
    .map((event) => ({
      text: `runs on ${event}, which gives secrets to what strangers propose.`,
      mend: "on: pull_request",
    })),
);

/** The token would lie in the checkout, where any later step, and any artifact, can take it along. */
export const keepsNoCredentials: Rule = eachJob(({ steps }, { id }) =>
  steps
    .filter(
      ({ uses, with: inputs }) =>
        /^actions\/checkout@/.test(uses ?? "") && inputs["persist-credentials"] !== false,
    )
    .map(() => ({
      text: `job ${id} leaves its token in the checkout.`,
      mend: "with: { persist-credentials: false }",
    })),
);

/** What is fetched and run at once was checked by nobody. */
export const runsNothingFetched: Rule = eachJob(({ steps }, { id }) =>
  steps
    .filter((step) => /\b(curl|wget)\b[^\n|]*\|\s*(sudo\s+)?(ba|z)?sh\b/.test(scriptOf(step)))
    .map(() => ({
      text: `job ${id} runs what it has just fetched.`,
      mend: "pin an action, or check a digest",
    })),
);
