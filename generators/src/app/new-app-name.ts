import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { findNameConflict } from "./name-conflict.ts";

/** A name that a new app can have, or why it cannot and, where there is one, a name that would do. */
export type NameForNew =
  | { ok: true; name: AppName }
  | { ok: false; reason: string; suggestion: string | undefined };

/** Is this a name a new app in this repository can have: a good one, and not taken? */
export function checkNewAppName(root: string, name: string): NameForNew {
  const checked = checkAppName(name);
  if (!checked.ok) {
    const suggestion = checked.suggestion === undefined ? undefined : firstFree(root, checked.suggestion);
    return { ok: false, reason: `“${name}” cannot be the name of an app: ${checked.reason}.`, suggestion };
  }
  const taken = findNameConflict(root, checked.name);
  if (taken === undefined) return checked;
  return { ok: false, reason: `“${name}” is taken: ${taken}.`, suggestion: firstFree(root, name) };
}

/** `shop`, or `shop-2` if that is taken, and so on; undefined if no such name would do. */
function firstFree(root: string, wanted: string): string | undefined {
  for (let number = 1; number < 1000; number++) {
    const checked = checkAppName(number === 1 ? wanted : `${wanted}-${number}`);
    if (!checked.ok) return checked.suggestion === wanted ? undefined : checked.suggestion;
    if (findNameConflict(root, checked.name) === undefined) return checked.name;
  }
  return undefined;
}
