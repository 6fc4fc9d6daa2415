import { z } from "zod";
import { profileNameSchema } from "../config/index.ts";
import { decisionSchema } from "../gates/approval.ts";
import { digest, releaseName, runId, versionId } from "../names/identity.ts";
import { effect, effectResult } from "./effect.ts";
import { runStep } from "./run-step.ts";
import { split } from "./traffic.ts";
import { triggerChange } from "./triggers.ts";

/** Why a run could not go on: the release is at fault, the world is, or a person said no. */
export const fault = z.object({
  kind: z.enum(["failed", "errored", "aborted"]),
  reason: z.string(),
  /** Something of that name is there, and it is not known to be ours. */
  taken: z.boolean().optional(),
});
export type Fault = z.infer<typeof fault>;

export const outcome = z.enum(["succeeded", "failed", "errored", "aborted", "superseded"]);
export type Outcome = z.infer<typeof outcome>;

/** The events that move a run. When and by whom is the ledger's to add. */
export const runEvents = [
  z.object({
    type: z.literal("run-started"),
    run: runId,
    kind: z.enum(["release", "rollback"]),
    profile: profileNameSchema,
    release: releaseName,
    digest,
    steps: z.array(runStep),
    /** Known from the start of a rollback; a release learns it when it is provisioned. */
    version: versionId.nullable(),
    before: split.nullable(),
    /** Somebody took the risk that its migrations break what serves. */
    allowBreakingMigration: z.boolean().optional(),
    /** Known from the start of a rollback, as its version is. */
    triggers: triggerChange.optional(),
  }),
  z.object({ type: z.literal("effect-intended"), run: runId, effect }),
  z.object({ type: z.literal("effect-done"), run: runId, result: effectResult }),
  z.object({ type: z.literal("effect-failed"), run: runId, fault }),
  z.object({
    type: z.literal("gate-evaluated"),
    run: runId,
    gate: z.string(),
    result: z.enum(["passed", "failed", "pending"]),
    reason: z.string(),
    /** It is pending, since what was found is too little for either answer; an approval lets the release through. */
    inconclusive: z.literal(true).optional(),
    /** Before that moment a gate that is pending or inconclusive need not be evaluated again. */
    until: z.iso.datetime().optional(),
    /** It failed for no fault of the release's: nobody could ask it. */
    world: z.boolean().optional(),
  }),
  z.object({
    type: z.literal("approval-given"),
    run: runId,
    gate: z.string(),
    decision: decisionSchema,
    comment: z.string(),
    /** Who decided, where that is not who wrote it down: somebody who reviewed the job that did. */
    reviewer: z.string().optional(),
  }),
  z.object({ type: z.literal("run-ended"), run: runId, outcome, reason: z.string() }),
] as const;

export const runEvent = z.discriminatedUnion("type", runEvents);
export type RunEvent = z.infer<typeof runEvent>;
export type RunStarted = Extract<RunEvent, { type: "run-started" }>;
