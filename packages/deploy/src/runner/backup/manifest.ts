import { z } from "zod";
import { appNameSchema, profileNameSchema } from "../../config/index.ts";
import { backupName, digest, releaseName, runId } from "../../names/identity.ts";

const database = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("dump"),
    name: z.string(),
    /** Of the SQL, and how many bytes that has. */
    digest,
    bytes: z.number().int(),
    /** Everything in it was read in one transaction. */
    snapshot: z.boolean(),
    tables: z.array(z.object({ name: z.string(), rows: z.number().int() })),
  }),
  /** Too large to be written out: D1's own Time Travel goes back to the moment that the backup names. */
  z.object({ kind: z.literal("large"), name: z.string(), bytes: z.number().int() }),
]);
export type BackedUpDatabase = z.infer<typeof database>;

/** What a backup holds. Written after all else, so that one without it was never finished. */
export const manifest = z.object({
  schema: z.literal(1),
  app: appNameSchema,
  profile: profileNameSchema,
  name: backupName,
  at: z.iso.datetime(),
  /** The release that served then. */
  release: releaseName,
  digest,
  run: runId.nullable(),
  databases: z.array(database),
});
export type Backup = z.infer<typeof manifest>;

/** How many rows there are in all. */
export function rowsOf(database: BackedUpDatabase): number {
  return database.kind === "dump" ? database.tables.reduce((sum, { rows }) => sum + rows, 0) : 0;
}
