import type { Run } from "./run.ts";

/** Whether a run has not ended: a runner works on it, it was interrupted, or it waits at a gate. */
export function isOpen({ state }: Run): boolean {
  return state.kind !== "ended";
}

/** Whether a runner works on a run at this moment, or was interrupted: the platform may be ahead of the ledger. */
export function isUnderWay({ state }: Run): boolean {
  return state.kind === "active";
}

/** Whether a run has changed its profile, or may have: one of its effects was intended. */
export function hasTouched({ intended, position, steps }: Run): boolean {
  return intended !== null || steps.slice(0, position).some(({ kind }) => kind !== "gate");
}

/**
 * Whether nothing but this run, or a way back that ends it, may change its profile: it is under way, or it waits
 * at a gate after it has changed something there. A run that waits to be let in owns nothing.
 */
export function ownsProfile(run: Run): boolean {
  return isUnderWay(run) || (isOpen(run) && hasTouched(run));
}
