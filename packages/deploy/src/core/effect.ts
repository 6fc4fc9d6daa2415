import { z } from "zod";
import { releaseName, versionId } from "../names/identity.ts";
import { split } from "./traffic.ts";
import { triggerChange, triggers } from "./triggers.ts";

/** Something a run does to the world. Doing it twice must come to the same as doing it once. */
export const effect = z.discriminatedUnion("kind", [
  /** Make the profile's resources and upload the version, from the artifact. Moves no traffic. */
  z.object({ kind: z.literal("provision") }),
  z.object({ kind: z.literal("shift"), split }),
  /** Make the Worker's triggers what they are to be; of those before, the ones that are none of them go. */
  triggerChange.extend({ kind: z.literal("apply") }),
]);
export type Effect = z.infer<typeof effect>;

/** What came of an effect. */
export const effectResult = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("provision"),
    version: versionId,
    /** What served when the run found the profile, or its companion. */
    before: split,
    /** The release that served, uploaded once more with the hashed assets of this one beside its own. */
    companion: z.object({ release: releaseName, version: versionId }).optional(),
    /** The triggers that the release declares, where it does. */
    declared: triggers.optional(),
    /** What becomes of the profile's triggers once traffic has moved, where it has any or had. */
    triggers: triggerChange.optional(),
  }),
  z.object({ kind: z.literal("shift"), split }),
  z.object({ kind: z.literal("apply"), triggers }),
]);
export type EffectResult = z.infer<typeof effectResult>;
