import type { Store } from "../../../store/store.ts";
import { Deployments } from "./deployments.ts";
import { type Version, Versions } from "./versions.ts";

/** The version with the greatest part of a script's traffic: what "the settings" of a script are. */
export function mainVersionOf(store: Store, script: string): Version | undefined {
  const split = store.of(Deployments).current(script)?.versions ?? [];
  const [first] = split.toSorted((a, b) => b.percentage - a.percentage);
  return first && store.of(Versions).get(first.version_id);
}
