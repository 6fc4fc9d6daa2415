import { z } from "zod";
import { releaseName, versionId } from "./identity.ts";
import { split } from "./traffic.ts";

/** Something a run does to the world. Doing it twice must come to the same as doing it once. */
export const effect = z.discriminatedUnion("kind", [
  /** Make the profile's resources and upload the version, from the artifact. Moves no traffic. */
  z.object({ kind: z.literal("provision") }),
  z.object({ kind: z.literal("shift"), split }),
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
  }),
  z.object({ kind: z.literal("shift"), split }),
]);
export type EffectResult = z.infer<typeof effectResult>;
