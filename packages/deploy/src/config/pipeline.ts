import { z } from "zod";
import { gateSchema } from "../gates/gate.ts";
import type { ProfileName } from "../names/name.ts";
import { profileNameSchema } from "../names/name-schema.ts";
import { strictObject, variants } from "../names/strict-object.ts";
import { rolloutSchema } from "./rollout.ts";

/** Gates and resources are typed on command lines and shown in tables: one plain word. */
const word = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, {
  error: "not a name that can be used: it must start with a letter and hold letters, digits and hyphens only",
});
export const resourceNameSchema = word;

const deployStep = strictObject({
  kind: z.literal("deploy"),
  profile: profileNameSchema,
  rollout: rolloutSchema,
  resources: z.array(resourceNameSchema).min(1, { error: "names no resource" }).optional(),
});

const gateStep = strictObject({ kind: z.literal("gate"), name: word, gate: gateSchema });

const stepSchema = variants("kind", ["deploy", "gate"], [deployStep, gateStep]);

export type DeployStep = z.output<typeof deployStep>;
export type GateStep = z.output<typeof gateStep>;
export type Step = z.output<typeof stepSchema>;

/** The ordered steps of an app: a JSON value, which is what a run keeps and the ledger records. */
export type Pipeline = readonly Step[];

/** Reads a pipeline, the app's own or one read back from the ledger. Each profile and each gate is in it once. */
export const pipelineSchema = z
  .array(stepSchema)
  .superRefine((steps, context) => {
    const seen = new Set<string>();
    steps.forEach((step, at) => {
      const [field, name] = step.kind === "deploy" ? ["profile", step.profile] : ["name", step.name];
      if (seen.has(`${step.kind} ${name}`)) {
        const message = step.kind === "deploy" ? "is deployed to twice" : "another gate has this name";
        context.addIssue({ code: "custom", path: [at, field], message });
      }
      seen.add(`${step.kind} ${name}`);
    });
    if (profilesOf(steps).length === 0) context.addIssue("deploys to no profile");
  })
  .readonly();

/** The profiles that a pipeline deploys to, in order. */
export function profilesOf(pipeline: Pipeline): ProfileName[] {
  return pipeline.flatMap((step) => (step.kind === "deploy" ? [step.profile] : []));
}
