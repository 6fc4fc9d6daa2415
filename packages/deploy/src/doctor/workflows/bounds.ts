import { z } from "zod";
import { scriptOf } from "./read.ts";
import { eachJob, eachWorkflow, type Rule } from "./rule.ts";

const granted = z.record(z.string(), z.enum(["read", "write", "none"]));

/** Nothing is granted to a whole workflow: a job that is added later begins with nothing. */
export const grantsNothing: Rule = eachWorkflow(({ permissions }) =>
  granted.safeParse(permissions).success && Object.keys(permissions ?? {}).length === 0
    ? []
    : [{ text: "grants permissions to every job in it.", mend: "permissions: {}" }],
);

/** Each job says what it needs, by name. */
export const grantsByName: Rule = eachJob(({ permissions }, { id }) =>
  granted.safeParse(permissions).success
    ? []
    : [
        {
          text: `job ${id} does not say which permissions it needs.`,
          mend: "permissions: { contents: read }",
        },
      ],
);

/** Six hours, GitHub's own limit, is none. */
export const endsInTime: Rule = eachJob((job, { id }) =>
  z.number().positive().max(120).safeParse(job["timeout-minutes"]).success
    ? []
    : [{ text: `job ${id} has no time limit of two hours or less.`, mend: "timeout-minutes: 30" }],
);

/** What asks before a first deploy, or before it deletes, has nobody to ask in a job: there it is refused. */
export const asksNobody: Rule = eachJob(({ steps }, { id }) =>
  steps
    .flatMap((step) => scriptOf(step).split("\n"))
    .filter((line) => /\b(kit|set --) (deploy|destroy)\b/.test(line) && !/ --yes\b/.test(line))
    .map((line) => ({ text: `job ${id} may be asked something, by ${line.trim()}.`, mend: "--yes" })),
);
