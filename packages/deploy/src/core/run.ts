import { z } from "zod";
import { profileNameSchema } from "../config/index.ts";
import { approvalSchema } from "../gates/approval.ts";
import { digest, releaseName, runId, versionId } from "../names/identity.ts";
import { type Effect, effect } from "./effect.ts";
import { type Fault, fault, outcome, type RunEvent, type RunStarted } from "./run-event.ts";
import { type RunStep, runStep } from "./run-step.ts";
import { split } from "./traffic.ts";
import { type TriggerChange, triggerChange } from "./triggers.ts";

/** One release on its way to one profile, or back to one it had. */
export const run = z.object({
  id: runId,
  kind: z.enum(["release", "rollback"]),
  profile: profileNameSchema,
  release: releaseName,
  digest,
  steps: z.array(runStep),
  /** Index of the step that comes next. */
  position: z.number().int(),
  version: versionId.nullable(),
  before: split.nullable(),
  allowBreakingMigration: z.boolean().optional(),
  /** What it makes of the profile's triggers; `null` where there are none, before or after. */
  triggers: triggerChange.nullable().default(null),
  /** Intended and not known to be done: a crash may lie between. */
  intended: effect.nullable(),
  /** The traffic may no longer be what it was before the run. */
  movedTraffic: z.boolean(),
  /** The same of its triggers. */
  movedTriggers: z.boolean().default(false),
  fault: fault.nullable(),
  approvals: z.array(approvalSchema),
  /** When anything last happened to it, ISO 8601. */
  since: z.iso.datetime(),
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("active") }),
    z.object({
      kind: z.literal("waiting"),
      gate: z.string(),
      reason: z.string(),
      /** When the run came to the gate. */
      since: z.iso.datetime(),
      /**
       * When the gate is to be evaluated again. Where there is no such time it waits for a person, and is evaluated when
       * the run is resumed.
       */
      until: z.iso.datetime().optional(),
      /** A person has decided since the gate was evaluated. */
      decided: z.literal(true).optional(),
    }),
    z.object({ kind: z.literal("ended"), outcome, reason: z.string() }),
  ]),
});
export type Run = Readonly<z.infer<typeof run>>;

/** A run at its start. */
export function startRun(event: RunStarted, at: string): Run {
  const { run: id, kind, profile, release, digest, steps, version, before, allowBreakingMigration } = event;
  const triggers = event.triggers ?? null;
  return {
    id,
    kind,
    profile,
    release,
    digest,
    steps,
    version,
    before,
    allowBreakingMigration,
    triggers,
    position: openFrom(0, steps, triggers),
    intended: null,
    movedTraffic: false,
    movedTriggers: false,
    fault: null,
    approvals: [],
    since: at,
    state: { kind: "active" },
  };
}

/**
 * The run after an event of its own. An event that a run in this state cannot have is an error:
 * the ledger would be telling a story that did not happen.
 * @param signed who the ledger says wrote the event, and when
 */
export function advance(
  run: Run,
  event: Exclude<RunEvent, RunStarted>,
  { by, at }: { by: string; at: string },
): Run {
  return { ...step(run, event, { by, at }), since: at };
}

function step(run: Run, event: Exclude<RunEvent, RunStarted>, { by, at }: { by: string; at: string }): Run {
  if (run.state.kind === "ended") throw new Error(`${run.id} has ended; ${event.type} cannot follow`);
  switch (event.type) {
    case "effect-intended":
      return {
        ...run,
        state: { kind: "active" },
        intended: event.effect,
        movedTraffic: run.movedTraffic || event.effect.kind === "shift",
        movedTriggers: run.movedTriggers || event.effect.kind === "apply",
      };
    case "effect-done":
      return afterEffect(run, event.result);
    case "effect-failed":
      return {
        ...run,
        intended: null,
        ...(run.fault && givenBack(run, run.intended)),
        fault: worse(run.fault, event.fault),
      };
    case "gate-evaluated":
      return afterGate(run, event, at);
    case "approval-given": {
      const { gate, decision, comment, reviewer } = event;
      if (run.state.kind !== "waiting" || run.state.gate !== gate) {
        throw new Error(`${run.id} does not wait at ${gate}; nobody can decide there`);
      }
      const approvals = [...run.approvals, { gate, decision, by: reviewer ?? by, comment }];
      const { until: _, ...waiting } = run.state;
      return { ...run, state: { ...waiting, decided: true }, approvals };
    }
    case "run-ended":
      return { ...run, state: { kind: "ended", outcome: event.outcome, reason: event.reason } };
  }
}

function afterEffect(run: Run, result: Extract<RunEvent, { type: "effect-done" }>["result"]): Run {
  if (run.intended?.kind !== result.kind) throw new Error(`${run.id}: ${result.kind} done but not intended`);
  const settled = { ...run, intended: null };
  if (result.kind === "provision") {
    const { version, before, triggers = null } = result;
    return onward({ ...settled, version, before, triggers });
  }
  return run.fault ? { ...settled, ...givenBack(run, result) } : onward(settled);
}

/** What a run need no longer give back, once that was done or tried in vain. */
function givenBack(run: Run, effect: { kind: Effect["kind"] } | null) {
  return {
    movedTraffic: run.movedTraffic && effect?.kind !== "shift",
    movedTriggers: run.movedTriggers && effect?.kind !== "apply",
  };
}

function onward(run: Run): Run {
  return { ...run, position: openFrom(run.position + 1, run.steps, run.triggers) };
}

/** The first step from a position on that has anything to do. */
function openFrom(position: number, steps: readonly RunStep[], triggers: TriggerChange | null): number {
  return steps[position]?.kind === "apply" && !triggers ? position + 1 : position;
}

function afterGate(run: Run, event: Extract<RunEvent, { type: "gate-evaluated" }>, at: string): Run {
  const gate = run.steps[run.position];
  if (gate?.kind !== "gate" || gate.name !== event.gate) {
    throw new Error(`${run.id} does not stand at ${event.gate}`);
  }
  switch (event.result) {
    case "passed":
      return onward({ ...run, state: { kind: "active" } });
    case "pending": {
      const { gate, reason, until } = event;
      const since = run.state.kind === "waiting" ? run.state.since : at;
      return { ...run, state: { kind: "waiting", gate, reason, since, ...(until && { until }) } };
    }
    case "failed": {
      const rejected = run.approvals.some((a) => a.gate === event.gate && a.decision === "rejected");
      const kind = rejected ? "aborted" : event.world ? "errored" : "failed";
      const reason = `${event.gate}: ${event.reason}`;
      return { ...run, state: { kind: "active" }, fault: { kind, reason } };
    }
  }
}

/** A second fault comes of trying to undo after the first; both are told. What the release did stays its own. */
function worse(first: Fault | null, second: Fault): Fault {
  if (!first) return second;
  const reason = `${first.reason}; and the way back failed: ${second.reason}`;
  return { kind: first.kind === "failed" ? "failed" : "errored", reason };
}
