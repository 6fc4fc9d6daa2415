import type { Effect } from "../core/effect.ts";
import { next } from "../core/next.ts";
import type { Run } from "../core/run.ts";
import type { Fault, Outcome } from "../core/run-event.ts";
import type { GateStep } from "../core/run-step.ts";
import type { GateResult } from "../gates/kind.ts";
import type { LedgerEvent } from "../ledger/event.ts";
import { type AppState, profileState } from "../ledger/state.ts";
import { kit } from "../names/action.ts";
import type { RunId } from "../names/identity.ts";
import { Refusal } from "../names/user-error.ts";
import { assertPassable } from "./barrier.ts";
import { endOf, supersede } from "./end.ts";
import { evaluate } from "./evaluate.ts";
import { takeLease } from "./lease.ts";
import { describeEffect, describeGate } from "./narrate.ts";
import { assertNotOwned } from "./owner.ts";
import { Objected, perform } from "./perform.ts";
import type { Engine } from "./ports/engine.ts";
import { Tenure } from "./tenure.ts";

/**
 * Takes a run as far as it goes: to its end, or to a gate that is pending. What it does next follows from the
 * ledger alone, so driving a run that another process left half done goes on exactly where that one stopped.
 * The caller has just taken the lease on the run's profile.
 */
export async function drive(engine: Engine, id: RunId): Promise<Run> {
  const runner = new Runner(engine, id);
  for (;;) {
    const { run } = runner;
    const action = next(run, engine.clock.now());
    switch (action.kind) {
      case "rest":
        return run;
      case "wait":
        await runner.letGo();
        return runner.run;
      case "perform":
        await runner.perform(action.effect);
        break;
      case "evaluate":
        if (await runner.mustWaitAt(action.step)) return runner.run;
        break;
      case "end":
        await runner.end(action.outcome, action.reason);
        break;
    }
  }
}

/**
 * Takes the lease for a run that was left, and goes on with it; one that is not due yet stays as it is.
 * @throws Refusal when another runner is at it
 */
export async function resumeRun(engine: Engine, id: RunId): Promise<Run> {
  const found = findRun(engine.ledger.state, id);
  if (next(found, engine.clock.now()).kind === "wait") return found;
  await engine.ledger.append((state) => {
    const run = findRun(state, id);
    const { profile, state: now } = run;
    if (now.kind === "ended") return [];
    assertNotOwned(state, engine, profile, run);
    assertPassable(state, engine.app.name, profile, isWayBack(run) ? "rollback" : "release");
    return [takeLease(state, profile, engine)];
  });
  const run = findRun(engine.ledger.state, id);
  return run.state.kind === "ended" ? run : drive(engine, id);
}

/** @throws when there is none, which would be a fault of the kit's */
export function findRun(state: AppState, id: RunId): Run {
  const run = state.runs.get(id);
  if (!run) throw new Error(`There is no run ${id}.`);
  return run;
}

/** Bytes found bad while a run was on its way, perhaps on another profile, go no further. */
function foundBad(state: AppState, { release, digest, fault }: Run): Fault | undefined {
  const reason = !fault ? state.bad.get(digest) : undefined;
  return reason === undefined
    ? undefined
    : { kind: "aborted", reason: `${release} was found bad: ${reason}` };
}

/** A rollback that has moved the traffic brings the triggers back, too, whatever was found of its release since. */
function objectionTo(state: AppState, run: Run, { kind }: Effect): Fault | undefined {
  return run.kind === "rollback" && kind !== "shift" ? undefined : foundBad(state, run);
}

/** Whether a run is giving traffic back: should that fail, no later step puts it right. */
function isWayBack({ kind, fault }: Run): boolean {
  return kind === "rollback" || fault !== null;
}

function gateEvaluated(run: Run, step: GateStep, evaluated: GateResult): LedgerEvent {
  const { reason } = evaluated;
  const event = { type: "gate-evaluated", run: run.id, gate: step.name, reason } as const;
  switch (evaluated.result) {
    case "passed":
      return { ...event, result: "passed" };
    case "failed":
      return { ...event, result: "failed", world: evaluated.environmental };
    case "pending":
      return { ...event, result: "pending", ...untilOf(evaluated) };
    case "inconclusive":
      return { ...event, result: "pending", inconclusive: true, ...untilOf(evaluated) };
  }
}

function untilOf({ until }: { until?: Date }): { until?: string } {
  return until ? { until: until.toISOString() } : {};
}

/** Does what one run asks for, and writes down what came of it, for as long as it holds the lease. */
class Runner {
  readonly #engine: Engine;
  readonly #id: RunId;
  readonly #tenure: Tenure;

  constructor(engine: Engine, id: RunId) {
    this.#engine = engine;
    this.#id = id;
    this.#tenure = new Tenure(engine, this.run.profile);
  }

  get run(): Run {
    return findRun(this.#engine.ledger.state, this.#id);
  }

  async perform(effect: Effect): Promise<void> {
    const isOpen = this.run.intended !== null;
    const again = isOpen || (effect.kind === "provision" && this.#isHalfMade());
    await this.#tenure.append((state) => {
      const mayBeBack = isOpen && this.run.kind === "rollback";
      const objection = mayBeBack ? undefined : objectionTo(state, this.run, effect);
      if (objection) return [{ type: "effect-failed", run: this.#id, fault: objection }];
      return isOpen ? [] : [{ type: "effect-intended", run: this.#id, effect }];
    });
    const { ledger, progress } = this.#engine;
    const { run } = this;
    if (!run.intended) return;
    const { doing, done } = describeEffect(ledger.state, run, effect);
    const secure = () => this.#secure(effect);
    const performed = await progress.during(
      doing,
      () => this.#tenure.keeping(() => perform(this.#engine, run, effect, { again, secure })),
      done,
    );
    if (performed.kind === "failed" && performed.mayBeDone && isWayBack(run))
      return this.#interrupt(performed.fault);
    await this.#tenure.append(() =>
      performed.kind === "done"
        ? [{ type: "effect-done", run: this.#id, result: performed.result }]
        : [{ type: "effect-failed", run: this.#id, fault: performed.fault }],
    );
  }

  /** A success that somebody else has meanwhile found to be none is given back first. */
  async end(outcome: Outcome, reason: string): Promise<void> {
    await this.#tenure.append((state) => {
      const isGood = outcome === "succeeded" && this.run.kind === "release";
      const objection = isGood ? foundBad(state, this.run) : undefined;
      if (objection) return [{ type: "effect-failed", run: this.#id, fault: objection }];
      return endOf(this.run, outcome, reason);
    });
  }

  #isHalfMade(): boolean {
    return profileState(this.#engine.ledger.state, this.run.profile).halfMade;
  }

  /** Evaluates a gate. @returns whether the run has to wait there; the lease is let go then */
  async mustWaitAt(step: GateStep): Promise<boolean> {
    const { run } = this;
    const { progress } = this.#engine;
    const evaluated = await progress.during(
      step.name,
      () => this.#tenure.keeping(() => evaluate(this.#engine, run, step)),
      describeGate,
    );
    const mustWait = evaluated.result === "pending" || evaluated.result === "inconclusive";
    await this.#tenure.append((state) => {
      const event = gateEvaluated(run, step, evaluated);
      if (!mustWait) return [event];
      return [...supersede(state, run), event, { type: "lease-released", profile: run.profile }];
    });
    return mustWait;
  }

  /** Lets another runner in while there is nothing to do. */
  letGo(): Promise<void> {
    return this.#tenure.end();
  }

  /** @throws Objected when the release must go no further by now */
  async #secure(effect: Effect): Promise<void> {
    await this.#tenure.secure();
    const objection = objectionTo(this.#engine.ledger.state, this.run, effect);
    if (objection) throw new Objected(objection);
  }

  /** Leaves the run as it stands: nobody knows whether its last effect was done, and nothing would undo it. */
  async #interrupt({ reason }: Fault): Promise<never> {
    const { id, profile } = this.run;
    await this.#tenure.append(() => [{ type: "lease-released", profile }]);
    throw new Refusal(
      "give-back-failed",
      `${id} could not give back what it took from ${profile}: ${reason}. It stands interrupted:`,
      {
        action: kit("resume", this.#engine.app.name),
      },
    );
  }
}
