import { z } from "zod";
import { gateSchema } from "../gates/gate.ts";

/**
 * One step of a run, as data. A gate looks at the release before anything is touched (`admission`), at its
 * version by override while others still serve (`candidate`), or at what visitors of the profile get (`profile`).
 */
export const runStep = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("gate"),
    name: z.string(),
    looksAt: z.enum(["admission", "candidate", "profile"]),
    gate: gateSchema,
  }),
  z.object({ kind: z.literal("provision") }),
  z.object({ kind: z.literal("shift"), candidate: z.number().min(0).max(100) }),
  /** Passed over where a run has no triggers to change. */
  z.object({ kind: z.literal("apply") }),
]);
export type RunStep = z.infer<typeof runStep>;
export type GateStep = Extract<RunStep, { kind: "gate" }>;
