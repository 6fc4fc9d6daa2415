import { z } from "zod";
import { durationSchema } from "../names/duration.ts";
import { strictObject, variants } from "../names/strict-object.ts";

const percentage = z.int().min(1).max(99);

const allAtOnce = strictObject({ strategy: z.literal("all-at-once") });

const canary = strictObject({
  strategy: z.literal("canary"),
  traffic: strictObject({ canary: percentage, stable: percentage }).refine(
    ({ canary, stable }) => canary + stable === 100,
    { error: "canary and stable must make 100 together" },
  ),
  duration: durationSchema,
  metrics: z.array(z.enum(["error_rate", "latency"])).min(1),
});

const blueGreen = strictObject({
  strategy: z.literal("blue-green"),
  switchover: z.enum(["manual", "automatic"]),
});

const stage = strictObject({ traffic: z.int().min(1).max(100), duration: durationSchema.optional() });

const progressive = strictObject({
  strategy: z.literal("progressive"),
  stages: z
    .array(stage)
    .refine((stages) => stages.at(-1)?.traffic === 100, { error: "the last stage must be at 100" })
    .refine((stages) => stages.every(({ traffic }, at) => traffic > (stages[at - 1]?.traffic ?? 0)), {
      error: "each stage's traffic must be more than the one before",
    }),
});

export const rolloutSchema = variants(
  "strategy",
  ["all-at-once", "canary", "blue-green", "progressive"],
  [allAtOnce, canary, blueGreen, progressive],
);

/** How traffic moves to a release. Percentages are whole numbers; durations as in duration.ts. */
export type Rollout = z.output<typeof rolloutSchema>;
export type RolloutInput = z.input<typeof rolloutSchema>;
