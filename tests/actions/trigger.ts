import type { EventsModel, InputModel } from "./model.ts";

/** Something that happened in the repository, with what GitHub tells a workflow of it. */
export interface Event {
  name: "push" | "pull_request" | "merge_group" | "schedule" | "workflow_dispatch" | "release";
  /** Of a push: the branch's name. */
  branch?: string;
  /** What of a pull request, or of a release. */
  action?: string;
  payload: Record<string, unknown>;
}

/**
 * What of pull requests starts a workflow that does not say.
 * Source: https://docs.github.com/en/actions/reference/events-that-trigger-workflows#pull_request
 */
const USUAL = ["opened", "synchronize", "reopened"];

/** Whether an event starts a workflow. */
export function starts(on: EventsModel, event: Event): boolean {
  switch (event.name) {
    case "push":
      return on.push?.branches.some((branch) => isExactly(branch, event.branch)) ?? false;
    case "pull_request":
      return on.pull_request !== undefined && (on.pull_request?.types ?? USUAL).includes(event.action ?? "");
    case "release":
      return on.release?.types.includes(event.action ?? "") ?? false;
    default:
      return on[event.name] !== undefined;
  }
}

/** @throws for a pattern, which this runner does not implement */
function isExactly(branch: string, pushed: string | undefined): boolean {
  if (/[*?+[\]!]/.test(branch)) throw new Error(`branches: ${branch}: patterns are not implemented.`);
  return branch === pushed;
}

/**
 * The inputs of a run by hand, as `inputs` has them.
 * Source: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 * @throws as GitHub answers 422: for one that is not there, one that is missing, and no choice of those there are
 */
export function inputsOf(
  declared: Record<string, InputModel>,
  given: Record<string, string>,
): Record<string, string> {
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) throw new Error(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { default: usual, required, type, options }]) => {
      const value = given[name] ?? usual ?? "";
      if (required && value === "") throw new Error(`Required input '${name}' not provided`);
      if (type === "choice" && !options?.includes(value)) {
        throw new Error(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
      }
      return [name, value];
    }),
  );
}
