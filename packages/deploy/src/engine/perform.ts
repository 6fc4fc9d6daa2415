import type { Effect, EffectResult } from "../core/effect.ts";
import type { Run } from "../core/run.ts";
import type { Fault } from "../core/run-event.ts";
import { type Split, sameSplit } from "../core/traffic.ts";
import { remaining, type TriggerChange, withTriggers } from "../core/triggers.ts";
import { writeAnchor } from "../ledger/anchor.ts";
import { profileState } from "../ledger/state.ts";
import { messageOf } from "../names/user-error.ts";
import type { Attempt } from "./attempt.ts";
import type { Engine } from "./ports/engine.ts";
import { provision } from "./provision.ts";
import { ProvisionFailed } from "./provision-failed.ts";
import { isPassing, retrying } from "./retrying.ts";
import { workerOf } from "./worker-of.ts";

/** What came of trying an effect. */
export type Performed =
  | { kind: "done"; result: EffectResult }
  | { kind: "failed"; fault: Fault; mayBeDone: boolean };

/** What was about to be done must not be done any more. */
export class Objected extends Error {
  override readonly name = "Objected";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/** Performs an effect, again when it failed for a passing reason. */
export async function perform(
  engine: Engine,
  run: Run,
  effect: Effect,
  { again, secure }: Attempt,
): Promise<Performed> {
  try {
    const result = await retrying(engine, (attempt) =>
      tryOnce(engine, run, effect, { again: again || attempt > 1, secure }),
    );
    return { kind: "done", result };
  } catch (error) {
    return { kind: "failed", fault: faultOf(error), mayBeDone: isPassing(error) };
  }
}

function tryOnce(engine: Engine, run: Run, effect: Effect, how: Attempt): Promise<EffectResult> {
  switch (effect.kind) {
    case "provision":
      return provision(engine, run, how);
    case "shift":
      return shift(engine, run, effect.split, how);
    case "apply":
      return apply(engine, run, effect, how);
  }
}

async function shift(
  engine: Engine,
  run: Run,
  split: Split,
  { again, secure }: Attempt,
): Promise<EffectResult> {
  const { holder, ledger, platform } = engine;
  const worker = workerOf(engine, run.profile);
  const own = `${run.kind} ${run.id}: `;
  const wasSo = sameSplit(profileState(ledger.state, run.profile).traffic, split);
  const live = again || wasSo ? await platform.deployment(worker) : undefined;
  // A run comes to a split once. Made by another, the deployment may be an old one that a stale answer tells of.
  const isKnown = wasSo || live?.message.startsWith(own);
  if (live && isKnown && sameSplit(live.split, split)) return { kind: "shift", split };
  await secure();
  await platform.shift(worker, split, `${own}${run.release} by ${holder.who}; ${writeAnchor(ledger.head)}`);
  return { kind: "shift", split };
}

/** Needs not ask first: done twice, it comes to the same. */
async function apply(
  engine: Engine,
  run: Run,
  change: TriggerChange,
  { secure }: Attempt,
): Promise<EffectResult> {
  // Another run may have come in between while this one waited at a gate.
  const before = withTriggers(profileState(engine.ledger.state, run.profile).triggers, change.before);
  const now = { before, after: change.after };
  await secure();
  await engine.platform.apply(workerOf(engine, run.profile), now);
  return { kind: "apply", triggers: remaining(now) };
}

function faultOf(error: unknown): Fault {
  const hasFault = error instanceof ProvisionFailed || error instanceof Objected;
  return hasFault ? error.fault : { kind: "errored", reason: messageOf(error) };
}
