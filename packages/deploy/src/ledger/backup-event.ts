import { z } from "zod";
import { profileNameSchema } from "../config/index.ts";
import { backupName, releaseName, runId } from "../names/identity.ts";

/** What was kept of a profile's data, and what was put back. */
export const backupEvents = [
  z.object({
    type: z.literal("backup-made"),
    profile: profileNameSchema,
    backup: backupName,
    /** The release that served then. */
    release: releaseName,
    /** The run before whose migrations it was made; `null` where somebody asked for it. */
    run: runId.nullable(),
    databases: z.array(z.object({ name: z.string(), rows: z.number().int() })),
  }),
  z.object({
    type: z.literal("backup-restored"),
    profile: profileNameSchema,
    backup: backupName,
    /** What was replaced, as it was before. */
    replaced: backupName,
    databases: z.array(z.string()),
  }),
] as const;
