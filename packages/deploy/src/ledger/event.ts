import { z } from "zod";
import { profileNameSchema } from "../config/index.ts";
import { runEvents } from "../core/run-event.ts";
import { digest, releaseName } from "../names/identity.ts";
import { artifactEvents } from "./artifact-event.ts";
import { backupEvents } from "./backup-event.ts";
import { formatEvents } from "./format-event.ts";

/** Where an artifact came from. */
export const provenance = z.object({
  commit: z.string().nullable(),
  /** The checkout held changes that the commit does not. */
  dirty: z.boolean(),
  lockfile: z.string().nullable(),
  bun: z.string(),
  kit: z.string(),
  /** Digest of the statement that is kept beside the artifact; releases of older kits have none. */
  statement: digest.optional(),
});
export type Provenance = z.infer<typeof provenance>;

/**
 * Who works on a profile, told to whoever comes second. Two containers can have a host's name and a process's
 * number in common, so each process says a word of its own, too; those of older kits did not.
 */
export const holder = z.object({
  who: z.string(),
  host: z.string(),
  pid: z.number().int(),
  nonce: z.string().optional(),
});
export type Holder = z.infer<typeof holder>;

/** Whether both are one process. */
export function isSameHolder(a: Holder, b: Holder): boolean {
  return a.who === b.who && a.host === b.host && a.pid === b.pid && a.nonce === b.nonce;
}

/** What a person can put in the way: a hold keeps releases from a profile, a lock everything. */
export const barrier = z.enum(["hold", "lock"]);
export type Barrier = z.infer<typeof barrier>;

/**
 * The events that this version knows; `kinds.ts` has the names of those to come. A new field that an older kit would
 * misread the event without goes to `laterFields` in `format.ts`. A field of a run's events gets no new value: an older
 * kit would pass over the event, and stumble over the next one of that run.
 */
export const event = z.discriminatedUnion("type", [
  ...formatEvents,
  ...runEvents,
  ...artifactEvents,
  ...backupEvents,
  z.object({
    type: z.literal("release-created"),
    release: releaseName,
    digest,
    size: z.number().int(),
    provenance,
    /** Names of the migrations in it; not told by the first releases. */
    migrations: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal("verdict"),
    verdict: z.enum(["good", "bad", "cleared"]),
    /** Good is per profile; bad and cleared are of the bytes, wherever they run. */
    profile: profileNameSchema.nullable(),
    release: releaseName,
    digest,
    reason: z.string(),
  }),
  z.object({ type: z.literal("lease-taken"), profile: profileNameSchema, holder, until: z.iso.datetime() }),
  z.object({ type: z.literal("lease-released"), profile: profileNameSchema }),
  /** Its Worker and its resources are being taken down: nothing else may happen there until they are gone. */
  z.object({ type: z.literal("destroy-begun"), profile: profileNameSchema }),
  z.object({ type: z.literal("profile-destroyed"), profile: profileNameSchema }),
  z.object({ type: z.literal("barrier-placed"), barrier, profile: profileNameSchema, reason: z.string() }),
  z.object({ type: z.literal("barrier-lifted"), barrier, profile: profileNameSchema, reason: z.string() }),
]);
export type LedgerEvent = z.infer<typeof event>;

/** An event of a kind that only a later version of the kit knows. */
const unknown = z
  .looseObject({ type: z.string() })
  .transform(({ type }) => ({ type: "unknown" as const, kind: type }));

/**
 * What a row's body holds. `v` is the version of this envelope. Fields may be added to an event with a default,
 * never taken away or given another meaning: what was written stays readable for ever.
 */
export const body = z.object({
  v: z.literal(1),
  at: z.iso.datetime(),
  by: z.string(),
  event: z.union([event, unknown]),
});

/** An event as it stands in the ledger: numbered, dated, signed with who wrote it. */
export type Entry = Omit<z.infer<typeof body>, "v"> & { seq: number };
