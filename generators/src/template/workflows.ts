import { readFile } from "node:fs/promises";
import { kitFile } from "../shared/kit-files.ts";

/** The workflows that a repository may have besides those that each has from the start, and what each does. */
export const WORKFLOWS = {
  reconcile: "each night: is what runs what the ledger says? Keeps an issue open while it is not",
  security: "holes in dependencies, workflows and code",
  release: "publishes packages to npm: a pull request with the next versions, tags, releases",
  feed: "what was released, as a feed on GitHub Pages",
} as const;
export type Workflow = keyof typeof WORKFLOWS;

export function isWorkflow(name: string): name is Workflow {
  return Object.hasOwn(WORKFLOWS, name);
}

/** Where a workflow is, from the root of a repository. */
export function workflowPath(name: Workflow): string {
  return `.github/workflows/${name}.yml`;
}

/** Reads a workflow as the kit has it: packed with this, or at work in the kit's own repository. */
export function readWorkflow(name: Workflow): Promise<string> {
  return readFile(kitFile(`workflows/${name}.yml`, workflowPath(name)), "utf8");
}
