import { z } from "zod";
import { closed, variants } from "./closed.ts";
import { durationSchema } from "./duration.ts";

/** Passes when `path` answers `status` within `within`, by the very release in question; tried again `retries` times. */
const healthGate = closed({
  type: z.literal("health"),
  path: z.string().startsWith("/", { error: 'must start with "/"' }).default("/api/health"),
  status: z.int().min(100).max(599).default(200),
  within: durationSchema.default("2s"),
  retries: z.int().min(0).max(1000).default(5),
  interval: durationSchema.default("500ms"),
});

/** Passes when that many people have approved. */
const manualGate = closed({
  type: z.literal("manual"),
  reviewers: z.int().min(1).max(100).default(1),
});

/** Passes when the command, run in the app's folder, exits 0. */
const testGate = closed({
  type: z.literal("test"),
  command: z.string().trim().min(1, { error: "is empty" }),
});

/** Passes when the policy, a file relative to the app's folder, denies nothing. */
const policyGate = closed({
  type: z.literal("policy"),
  engine: z.literal("opa"),
  policy: z.string().endsWith(".rego", { error: "must be a .rego file" }),
});

export const gateSchema = variants(
  "type",
  ["health", "manual", "test", "policy"],
  [healthGate, manualGate, testGate, policyGate],
);

/** A gate as `setup` may write it: what has a default may be left out. */
export type GateInput = z.input<typeof gateSchema>;

/** A gate with everything spelled out. */
export type Gate = z.output<typeof gateSchema>;

export const healthDefaults = healthGate.parse({ type: "health" });
export const manualDefaults = manualGate.parse({ type: "manual" });
