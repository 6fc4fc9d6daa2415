import type { Effect } from "./effect.ts";
import type { Run } from "./run.ts";
import type { Outcome } from "./run-event.ts";
import type { GateStep } from "./run-step.ts";
import { splitWith } from "./traffic.ts";
import { withTriggers } from "./triggers.ts";

/** What a run asks of the runner. */
export type Action =
  | { kind: "perform"; effect: Effect }
  | { kind: "evaluate"; step: GateStep }
  /** Until then there is nothing to do; the lease is let go meanwhile. */
  | { kind: "wait"; until: Date }
  | { kind: "end"; outcome: Outcome; reason: string }
  | { kind: "rest" };

/**
 * What comes next for a run, from its state and the time alone: nothing here asks the platform, so the same ledger
 * always leads to the same next action, on any machine, after any crash.
 */
export function next(run: Run, now: Date): Action {
  if (run.state.kind === "ended") return { kind: "rest" };
  if (run.intended) return { kind: "perform", effect: run.intended };
  if (run.fault) return afterFault(run, run.fault);
  const { state } = run;
  if (state.kind === "waiting" && state.until && new Date(state.until) > now)
    return { kind: "wait", until: new Date(state.until) };
  const step = run.steps[run.position];
  if (!step) return { kind: "end", outcome: "succeeded", reason: `${run.release} serves ${run.profile}` };
  switch (step.kind) {
    case "gate":
      return { kind: "evaluate", step };
    case "provision":
      return { kind: "perform", effect: { kind: "provision" } };
    case "shift":
      if (!run.version || !run.before)
        throw new Error(`${run.id} would shift traffic to a version it does not have`);
      return {
        kind: "perform",
        effect: { kind: "shift", split: splitWith(run.version, step.candidate, run.before) },
      };
    case "apply":
      if (!run.triggers) throw new Error(`${run.id} would apply triggers that it does not have`);
      return { kind: "perform", effect: { kind: "apply", ...run.triggers } };
  }
}

/**
 * Whether there is something to do for a run that is left alone: it was interrupted, or the time has come to evaluate the
 * gate that it waits at.
 */
export function isDue({ state }: Run, now: Date): boolean {
  if (state.kind !== "waiting") return state.kind === "active";
  return state.decided === true || (state.until !== undefined && new Date(state.until) <= now);
}

/** A release that failed gives back the traffic first, then the triggers. A rollback is never itself rolled back. */
function afterFault(run: Run, fault: NonNullable<Run["fault"]>): Action {
  if (run.kind === "release" && run.movedTraffic && run.before && run.before.length > 0) {
    return { kind: "perform", effect: { kind: "shift", split: run.before } };
  }
  if (run.kind === "release" && run.movedTriggers && run.triggers) {
    const { before, after } = run.triggers;
    return { kind: "perform", effect: { kind: "apply", before: withTriggers(after, before), after: before } };
  }
  return { kind: "end", outcome: fault.kind, reason: fault.reason };
}
