import type { ProfileName } from "../../config/index.ts";
import { isUnderWay } from "../../core/ownership.ts";
import type { Run } from "../../core/run.ts";
import { ownersOf } from "../../ledger/owner.ts";
import type { Engine } from "../delivery.ts";

/** Something that is not as the ledger says, or lies about from a dead run; and what mends it. */
export interface Drift {
  /** The profile it was found on; `null` for what belongs to none. */
  profile: string | null;
  kind:
    | "traffic-moved"
    | "foreign-version"
    | "worker-gone"
    | "triggers-missing"
    | "run-interrupted"
    | "run-waits-long"
    | "run-stuck"
    | "preview-left"
    | "artifact-orphaned";
  text: string;
  /** Puts it right; `undefined` where only a person can. */
  fix: (() => Promise<string>) | undefined;
  /** The command to type instead of `--fix`. */
  mend: string;
}

/** Whether a run under way may be changing the profile at this moment. */
export function isMoving({ ledger }: Pick<Engine, "ledger">, profile: ProfileName): boolean {
  return ownersOf(ledger.state, profile).some(isUnderWay);
}

/** How a run that put something right went, in words. */
export function outcomeOf({ state }: Run): string {
  return state.kind === "ended" ? `${state.outcome}: ${state.reason}` : state.kind;
}
