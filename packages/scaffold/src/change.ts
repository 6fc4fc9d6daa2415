import type { Content } from "./content.ts";

/**
 * One change to one file, whole: what is there before it and what is there after it. `path` is relative to the
 * root of the plan, with forward slashes. A `write` makes a file that was not there.
 */
export type Change =
  | { kind: "write"; path: string; after: Content; executable?: true }
  | { kind: "edit"; path: string; before: Content; after: Content }
  | { kind: "remove"; path: string; before: Content };

/** Everything that is to happen to a tree of files. It is plain data: what is shown is what is applied. */
export type Plan = readonly Change[];

/** The plan that takes `plan` back. */
export function inverse(plan: Plan): Plan {
  return plan.map(undo).reverse();
}

function undo(change: Change): Change {
  switch (change.kind) {
    case "write":
      return { kind: "remove", path: change.path, before: change.after };
    case "edit":
      return { kind: "edit", path: change.path, before: change.after, after: change.before };
    case "remove":
      return { kind: "write", path: change.path, after: change.before };
  }
}
