import { z } from "zod";
import { profileNameSchema } from "../config/index.ts";
import { run } from "../core/run.ts";
import { split } from "../core/traffic.ts";
import { noTriggers, triggers } from "../core/triggers.ts";
import { digest, releaseName, versionId } from "../names/identity.ts";
import type { AppName } from "../names/name.ts";
import { artifactState } from "./artifact-event.ts";
import type { Head, Row } from "./chain.ts";
import { barrier, holder, provenance } from "./event.ts";
import { ledgerFormat } from "./format-event.ts";
import type { AppState } from "./state.ts";

/** A state as it was at some event, so that not all before it need be read again. `kit audit verify` holds it against the events. */
export interface Snapshot extends Head {
  body: string;
}

/** Where snapshots are kept, one an app. */
export interface SnapshotStore {
  /** The newest snapshot whose event is still in the chain, and the rows after it. */
  open(app: AppName): Promise<{ snapshot: Snapshot | undefined; rows: Row[] }>;
  save(app: AppName, snapshot: Snapshot): Promise<void>;
}

const release = z.object({
  name: releaseName,
  digest,
  size: z.number(),
  provenance,
  migrations: z.array(z.string()).nullable(),
  artifact: artifactState,
  at: z.string(),
  by: z.string(),
});
const lease = z.object({ holder, until: z.string(), since: z.string(), fence: z.number() });
const profile = z.object({
  versions: z.array(z.tuple([releaseName, versionId])),
  uploads: z.array(z.tuple([versionId, releaseName])),
  traffic: split,
  declared: z.array(z.tuple([releaseName, triggers])).default([]),
  triggers: triggers.default(noTriggers),
  good: z.array(releaseName),
  halfMade: z.boolean(),
  going: z.object({ by: z.string(), since: z.string() }).nullable().default(null),
  lease: lease.nullable(),
  barriers: z.array(z.tuple([barrier, z.object({ by: z.string(), since: z.string(), reason: z.string() })])),
});
const stateSchema = z.object({
  releases: z.array(release),
  runs: z.array(run),
  runCount: z.number(),
  profiles: z.array(z.tuple([profileNameSchema, profile])),
  bad: z.array(z.tuple([digest, z.string()])),
  format: z.number(),
  unknown: z.string().nullable(),
});
/** A kit that knows another format takes no such snapshot: it reads the events. The first format had no number. */
const stored = z.object({ format: z.literal(ledgerFormat), state: stateSchema });

/**
 * A state as text, the same for the same state however it came about. Runs that have ended are left out: their
 * events tell of them, and nothing else needs them.
 */
export function writeState(state: AppState): string {
  const body: z.input<typeof stateSchema> = {
    ...state,
    releases: [...state.releases.values()].map((each) => ({
      ...each,
      migrations: each.migrations && [...each.migrations],
    })),
    runs: [...state.runs.values()].filter((each) => each.state.kind !== "ended"),
    profiles: [...state.profiles].map(([name, each]) => [
      name,
      {
        ...each,
        versions: [...each.versions],
        uploads: [...each.uploads],
        declared: [...each.declared],
        good: [...each.good],
        barriers: [...each.barriers],
      },
    ]),
    bad: [...state.bad],
  };
  // What was folded and what was read have their fields in different orders; what was checked, in one.
  return JSON.stringify(stored.parse({ format: ledgerFormat, state: body }));
}

/** The state that a text holds; `undefined` where another version of the kit wrote it in another form. */
export function readState(body: string): AppState | undefined {
  const parsed = stored.safeParse(JSON.parse(body));
  if (!parsed.success) return undefined;
  const { releases, runs, profiles, bad, ...rest } = parsed.data.state;
  return {
    ...rest,
    releases: new Map(releases.map((each) => [each.name, each])),
    runs: new Map(runs.map((each) => [each.id, each])),
    profiles: new Map(
      profiles.map(([name, each]) => [
        name,
        {
          ...each,
          versions: new Map(each.versions),
          uploads: new Map(each.uploads),
          declared: new Map(each.declared),
          good: new Set(each.good),
          barriers: new Map(each.barriers),
        },
      ]),
    ),
    bad: new Map(bad),
  };
}
