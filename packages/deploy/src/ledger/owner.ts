import type { ProfileName } from "../config/index.ts";
import { ownsProfile } from "../core/ownership.ts";
import type { Run } from "../core/run.ts";
import type { AppState } from "./state.ts";

/**
 * The runs that own a profile: one at most, but in ledgers of kits that let a release start while another waited.
 * @param except a run that is left out
 */
export function ownersOf({ runs }: AppState, profile: ProfileName, except?: Run): Run[] {
  return [...runs.values()].filter(
    (run) => run.profile === profile && run.id !== except?.id && ownsProfile(run),
  );
}
