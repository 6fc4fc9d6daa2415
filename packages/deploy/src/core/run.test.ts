import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProfileName } from "../config/index.ts";
import { gateSchema } from "../gates/gate.ts";
import { digest, releaseName, runId, versionId } from "../names/identity.ts";
import type { Effect } from "./effect.ts";
import { next } from "./next.ts";
import { advance, type Run, startRun } from "./run.ts";
import type { RunEvent, RunStarted } from "./run-event.ts";
import type { RunStep } from "./run-step.ts";

const gate = gateSchema.parse({ type: "health" });
const now = new Date("2026-01-02T00:00:00Z");
const prod = checkProfileName("prod");
if (!prod.ok) throw new Error(prod.reason);

const stable = versionId.parse("stable");
const candidate = versionId.parse("candidate");
const before = [{ version: stable, percentage: 100 }];

const steps: RunStep[] = [
  { kind: "gate", name: "approval", looksAt: "admission", gate: gateSchema.parse({ type: "manual" }) },
  { kind: "provision" },
  { kind: "shift", candidate: 0 },
  { kind: "gate", name: "probe", looksAt: "candidate", gate },
  { kind: "shift", candidate: 100 },
  { kind: "gate", name: "health", looksAt: "profile", gate },
];

const started: RunStarted = {
  type: "run-started",
  run: runId.parse("r1"),
  kind: "release",
  profile: prod.name,
  release: releaseName.parse("v2"),
  digest: digest.parse(`sha256:${"a".repeat(64)}`),
  steps,
  version: null,
  before: null,
};

type Told = "passed" | "failed" | "done" | "errored" | "crash";

interface Outcome {
  run: Run;
  /** What the platform was made to do, in order. */
  effects: Effect[];
  /** Gates in the order in which they were passed. */
  passed: string[];
}

/** Drives a run as a runner would, the world answering as told; `crash` performs the effect and forgets it. */
function play(answers: readonly Told[], from = startRun(started, "2026-01-01T00:00:00Z")): Outcome {
  let run = from;
  const effects: Effect[] = [];
  const passed: string[] = [];
  const left = [...answers];
  for (let guard = 0; guard < 200; guard++) {
    const action = next(run, now);
    const told = left.shift() ?? "passed";
    if (action.kind === "rest") return { run, effects, passed };
    if (action.kind === "end")
      run = tell(run, { type: "run-ended", run: run.id, outcome: action.outcome, reason: action.reason });
    if (action.kind === "evaluate") {
      const result = told === "failed" ? "failed" : "passed";
      if (result === "passed") passed.push(action.step.name);
      run = tell(run, { type: "gate-evaluated", run: run.id, gate: action.step.name, result, reason: "" });
    }
    if (action.kind === "perform") {
      if (!run.intended) run = tell(run, { type: "effect-intended", run: run.id, effect: action.effect });
      if (told === "errored") {
        run = tell(run, { type: "effect-failed", run: run.id, fault: { kind: "errored", reason: "down" } });
        continue;
      }
      effects.push(action.effect);
      if (told !== "crash")
        run = tell(run, { type: "effect-done", run: run.id, result: resultOf(action.effect) });
    }
  }
  throw new Error("the run does not end");
}

function tell(run: Run, event: Exclude<RunEvent, RunStarted>): Run {
  return advance(run, event, { by: "somebody", at: "2026-01-01T00:00:01Z" });
}

function resultOf(effect: Effect) {
  return effect.kind === "shift"
    ? ({ kind: "shift", split: effect.split } as const)
    : ({ kind: "provision", version: candidate, before } as const);
}

/** The split that stands after some effects. */
function trafficAfter(effects: readonly Effect[]) {
  return effects.findLast((effect) => effect.kind === "shift")?.split ?? before;
}

const anyAnswers = fc.array(fc.constantFrom<Told>("passed", "failed", "done", "errored", "crash"), {
  maxLength: 30,
});

describe("a release's run", () => {
  test("goes by its steps when all is well", () => {
    const { run, effects, passed } = play([]);
    expect(run.state).toMatchObject({ kind: "ended", outcome: "succeeded" });
    expect(passed).toEqual(["approval", "probe", "health"]);
    expect(effects).toEqual([
      { kind: "provision" },
      { kind: "shift", split: [...before, { version: candidate, percentage: 0 }] },
      { kind: "shift", split: [{ version: candidate, percentage: 100 }] },
    ]);
  });

  test("touches nothing when it is turned away before", () => {
    const { run, effects } = play(["failed"]);
    expect(run.state).toMatchObject({ kind: "ended", outcome: "failed" });
    expect(effects).toEqual([]);
  });

  test("gives the traffic back when a gate fails after the shift", () => {
    const { run, effects } = play(["passed", "done", "done", "passed", "done", "failed"]);
    expect(run.state).toMatchObject({ kind: "ended", outcome: "failed" });
    expect(trafficAfter(effects)).toEqual(before);
  });

  test("that a person rejected is aborted, not failed", () => {
    const id = started.run;
    let run = tell(startRun(started, "2026-01-01T00:00:00Z"), {
      type: "gate-evaluated",
      run: id,
      gate: "approval",
      result: "pending",
      reason: "",
    });
    run = tell(run, { type: "approval-given", run: id, gate: "approval", decision: "rejected", comment: "" });
    run = tell(run, { type: "gate-evaluated", run: id, gate: "approval", result: "failed", reason: "" });
    expect(next(run, now)).toMatchObject({ kind: "end", outcome: "aborted" });
  });

  test("tells both faults when the way back fails too", () => {
    const { run } = play(["passed", "done", "done", "failed", "errored"]);
    expect(run.state).toMatchObject({
      kind: "ended",
      outcome: "failed",
      reason: expect.stringMatching(/^probe: .*; and the way back failed: /),
    });
  });

  test("always ends, whatever the world answers", () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        expect(play(answers).run.state.kind).toBe("ended");
      }),
    );
  });

  test("has passed its probe before any visitor meets it", () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const { effects, passed } = play(answers);
        const shown = effects.some(
          (effect) =>
            effect.kind === "shift" &&
            effect.split.some(({ version, percentage }) => version === candidate && percentage > 0),
        );
        if (shown) expect(passed).toContain("probe");
      }),
    );
  });

  test("leaves the traffic as it found it, unless it succeeded or could not give it back, and says so", () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const { run, effects } = play(answers);
        if (run.state.kind !== "ended") throw new Error("not ended");
        if (run.state.outcome === "succeeded") {
          expect(trafficAfter(effects)).toEqual([{ version: candidate, percentage: 100 }]);
        } else if (run.state.outcome !== "errored" && !run.state.reason.includes("the way back failed")) {
          expect(trafficAfter(effects)).toEqual(before);
        }
      }),
    );
  });

  test("asks for the same effect again after a crash", () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const { effects } = play(
          answers.map((told) => (told === "errored" || told === "failed" ? "crash" : told)),
        );
        const distinct = effects.filter(
          (effect, at) => JSON.stringify(effect) !== JSON.stringify(effects[at - 1]),
        );
        expect(distinct).toHaveLength(3);
      }),
    );
  });
});

test("a gate that nobody could ask is the world's fault, not the release's", () => {
  const gate = {
    type: "gate-evaluated",
    run: started.run,
    gate: "approval",
    result: "failed",
    reason: "",
  } as const;
  const run = tell(startRun(started, "2026-01-01T00:00:00Z"), { ...gate, world: true });
  expect(next(run, now)).toMatchObject({ kind: "end", outcome: "errored" });
});

test("a gate that the run does not stand at, or a decision nobody waits for, is refused", () => {
  const run = startRun(started, "2026-01-01T00:00:00Z");
  const passed = {
    type: "gate-evaluated",
    run: run.id,
    gate: "health",
    result: "passed",
    reason: "",
  } as const;
  expect(() => tell(run, passed)).toThrow(/does not stand at health/);
  const approved = {
    type: "approval-given",
    run: run.id,
    gate: "approval",
    decision: "approved",
    comment: "",
  } as const;
  expect(() => tell(run, approved)).toThrow(/does not wait at approval/);
});

test("an event that cannot follow is refused", () => {
  const run = startRun(started, "2026-01-01T00:00:00Z");
  expect(() =>
    tell(run, { type: "effect-done", run: run.id, result: { kind: "shift", split: before } }),
  ).toThrow(/not intended/);
  const ended = tell(run, { type: "run-ended", run: run.id, outcome: "aborted", reason: "" });
  expect(() => tell(ended, { type: "run-ended", run: run.id, outcome: "succeeded", reason: "" })).toThrow(
    /has ended/,
  );
});

describe("a run that waits at a gate", () => {
  const at = "2026-01-01T00:00:00Z";
  const later = "2026-01-01T01:00:00.000Z";
  const evaluated = (result: "pending" | "inconclusive", until?: string) =>
    tell(startRun(started, at), {
      type: "gate-evaluated",
      run: started.run,
      gate: "approval",
      result: "pending",
      reason: "",
      ...(result === "inconclusive" && { inconclusive: true }),
      ...(until && { until }),
    });

  test.each(["pending", "inconclusive"] as const)(
    "that is %s until a time has nothing to do before, and evaluates the gate again then",
    (result) => {
      const run = evaluated(result, later);
      expect(next(run, new Date("2026-01-01T00:59:59Z"))).toEqual({ kind: "wait", until: new Date(later) });
      expect(next(run, new Date(later))).toMatchObject({ kind: "evaluate", step: { name: "approval" } });
    },
  );

  test("without a time evaluates it whenever it is resumed", () => {
    expect(next(evaluated("pending"), new Date(at))).toMatchObject({ kind: "evaluate" });
  });

  test("evaluates it at once when somebody has decided meanwhile", () => {
    const run = tell(evaluated("inconclusive", later), {
      type: "approval-given",
      run: started.run,
      gate: "approval",
      decision: "approved",
      comment: "",
    });
    expect(next(run, new Date(at))).toMatchObject({ kind: "evaluate" });
  });

  test("keeps the time at which it came to the gate, however often that is evaluated", () => {
    const first = evaluated("pending");
    const again = advance(
      first,
      { type: "gate-evaluated", run: started.run, gate: "approval", result: "pending", reason: "still" },
      { by: "ada", at: "2026-01-03T00:00:00Z" },
    );
    expect(again.state).toMatchObject({ since: "2026-01-01T00:00:01Z", reason: "still" });
  });
});
