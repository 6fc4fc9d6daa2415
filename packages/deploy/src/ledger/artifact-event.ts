import { z } from "zod";
import { digest, releaseName } from "../names/identity.ts";

/**
 * What becomes of an artifact's bytes after its release. The release itself stays in the ledger for ever, and
 * so does its provenance.
 */
export const artifactEvents = [
  /** Written before the bytes are deleted, and again with `done` once they are. */
  z.object({ type: z.literal("artifact-pruned"), release: releaseName, digest, done: z.boolean() }),
  /** The same bytes were built again, and are kept again. */
  z.object({ type: z.literal("artifact-restored"), release: releaseName, digest }),
] as const;

/** Whether a release's bytes are in the store: `going` while they are being deleted, or where that was interrupted. */
export const artifactState = z.enum(["kept", "going", "gone"]);
export type ArtifactState = z.infer<typeof artifactState>;
