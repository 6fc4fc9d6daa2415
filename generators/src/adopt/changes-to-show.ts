import { type Change, type Content, isSame, type Plan } from "@alchemy-kit/scaffold";

/**
 * The changes of a plan that are worth showing: files that are copied as they are, are left out; a file that is
 * copied and changed is an edit.
 *
 * @param before what the project has for a path of the plan
 */
export function changesToShow(plan: Plan, before: (path: string) => Content | undefined): Change[] {
  return plan.flatMap((change): Change[] => {
    const was = before(change.path);
    if (change.kind !== "write" || was === undefined) return [change];
    if (isSame(was, change.after)) return [];
    return [{ kind: "edit", path: change.path, before: was, after: change.after }];
  });
}
