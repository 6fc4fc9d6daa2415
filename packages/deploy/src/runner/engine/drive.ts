import type { Effect } from "../../core/effect.ts";
import type { RunId } from "../../core/identity.ts";
import { next } from "../../core/next.ts";
import type { Run } from "../../core/run.ts";
import type { GateStep } from "../../core/run-step.ts";
import type { LedgerEvent } from "../../ledger/event.ts";
import type { AppState } from "../../ledger/state.ts";
import type { Delivery } from "../delivery.ts";
import { endOf, supersede } from "./end.ts";
import { evaluate } from "./evaluate.ts";
import { assertLease, takeLease } from "./lease.ts";
import { describeEffect, describeGate } from "./narrate.ts";
import { perform } from "./perform.ts";

/**
 * Takes a run as far as it goes: to its end, or to a gate that is pending. What it does next follows from the
 * ledger alone, so driving a run that another process left half done goes on exactly where that one stopped.
 */
export async function drive(delivery: Delivery, id: RunId): Promise<Run> {
  for (;;) {
    const run = findRun(delivery.ledger.state, id);
    const action = next(run);
    switch (action.kind) {
      case "rest":
        return run;
      case "perform":
        await performOnce(delivery, run, action.effect);
        break;
      case "evaluate":
        if ((await evaluateOnce(delivery, run, action.step)) === "pending")
          return findRun(delivery.ledger.state, id);
        break;
      case "end":
        await append(delivery, run, () => endOf(run, action.outcome, action.reason));
        break;
    }
  }
}

/** Takes the lease for a run that was left, and goes on with it. @throws Refusal when somebody else is at it */
export async function resumeRun(delivery: Delivery, id: RunId): Promise<Run> {
  const { ledger, holder, clock } = delivery;
  const { profile } = findRun(ledger.state, id);
  await ledger.append((state) => [takeLease(state, profile, holder, clock.now())]);
  return drive(delivery, id);
}

/** @throws when there is none, which would be a fault of the kit's */
export function findRun(state: AppState, id: RunId): Run {
  const run = state.runs.get(id);
  if (!run) throw new Error(`There is no run ${id}.`);
  return run;
}

async function performOnce(delivery: Delivery, run: Run, effect: Effect): Promise<void> {
  const again = run.intended !== null;
  if (!again) await append(delivery, run, () => [{ type: "effect-intended", run: run.id, effect }]);
  const intended = findRun(delivery.ledger.state, run.id);
  const { doing, done } = describeEffect(delivery.ledger.state, intended, effect);
  const performed = await delivery.progress.during(
    doing,
    () => perform(delivery, intended, effect, again),
    done,
  );
  await append(delivery, run, () =>
    performed.kind === "done"
      ? [{ type: "effect-done", run: run.id, result: performed.result }]
      : [{ type: "effect-failed", run: run.id, fault: performed.fault }],
  );
}

async function evaluateOnce(delivery: Delivery, run: Run, step: GateStep) {
  const { result, reason } = await delivery.progress.during(
    step.name,
    () => evaluate(delivery, run, step),
    (outcome) => describeGate(outcome),
  );
  await append(delivery, run, (state) => [
    ...(result === "pending" ? supersede(state, run) : []),
    { type: "gate-evaluated", run: run.id, gate: step.name, result, reason },
    ...(result === "pending" ? [{ type: "lease-released", profile: run.profile } as const] : []),
  ]);
  return result;
}

/** Appends as the one who works on the profile, or not at all. */
function append(
  delivery: Delivery,
  { profile }: Run,
  decide: (state: AppState) => LedgerEvent[],
): Promise<void> {
  return delivery.ledger.append((state) => {
    assertLease(state, profile, delivery.holder);
    return decide(state);
  });
}
