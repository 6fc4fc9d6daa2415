import type { Run } from "../core/run.ts";
import type { Split } from "../core/traffic.ts";
import { noTriggers, type Triggers } from "../core/triggers.ts";
import type { Digest, ReleaseName, RunId, VersionId } from "../names/identity.ts";
import type { ProfileName } from "../names/name.ts";
import type { ArtifactState } from "./artifact-event.ts";
import type { Barrier, Holder, Provenance } from "./event.ts";
import { firstFormat } from "./format-event.ts";

export interface Release {
  name: ReleaseName;
  digest: Digest;
  size: number;
  provenance: Provenance;
  /** Names of the migrations in it; `null` where nobody wrote them down. */
  migrations: readonly string[] | null;
  /** Whether its bytes are still kept. */
  artifact: ArtifactState;
  at: string;
  by: string;
}

export interface Lease {
  holder: Holder;
  /** ISO 8601; afterwards anyone may take it. */
  until: string;
  /** When it was taken; renewing it changes that as little as its fence. */
  since: string;
  /** Number of the event that gave it: a later lease has a higher one. */
  fence: number;
}

export interface ProfileState {
  /** The version that carries each release on this profile's Worker: the newest, where there are several. */
  versions: ReadonlyMap<ReleaseName, VersionId>;
  /** The release that each version on this profile's Worker carries. */
  uploads: ReadonlyMap<VersionId, ReleaseName>;
  /** The traffic as this ledger last set it. */
  traffic: Split;
  /** What each release declares to bring work to the Worker; nothing for one that is not here. */
  declared: ReadonlyMap<ReleaseName, Triggers>;
  /** All that may bring work to the Worker by this ledger's doing. */
  triggers: Triggers;
  /** Releases found good here, oldest first. */
  good: ReadonlySet<ReleaseName>;
  /** A provisioning was begun here and not seen to its end: what lies about without a record is ours to take over. */
  halfMade: boolean;
  /** Who began to take it down, and when (ISO 8601), where that was not seen to its end. */
  going: { by: string; since: string } | null;
  lease: Lease | null;
  /** What people have put in the way, by kind. */
  barriers: ReadonlyMap<Barrier, BarrierState>;
}

export interface BarrierState {
  by: string;
  since: string;
  reason: string;
}

/** All that is known of an app, folded from its events. */
export interface AppState {
  releases: ReadonlyMap<ReleaseName, Release>;
  runs: ReadonlyMap<RunId, Run>;
  /** How many runs there ever were. */
  runCount: number;
  profiles: ReadonlyMap<ProfileName, ProfileState>;
  /** Why these bytes were found bad. */
  bad: ReadonlyMap<Digest, string>;
  /** The format that the ledger has come to: a kit that knows only an older one reads it, and writes nothing. */
  format: number;
  /** The first event of a kind that this version of the kit does not know. Who meets one may look, not act. */
  unknown: string | null;
}

export const emptyState: AppState = {
  releases: new Map(),
  runs: new Map(),
  runCount: 0,
  profiles: new Map(),
  bad: new Map(),
  format: firstFormat,
  unknown: null,
};

const untouched: ProfileState = {
  versions: new Map(),
  uploads: new Map(),
  traffic: [],
  declared: new Map(),
  triggers: noTriggers,
  good: new Set(),
  halfMade: false,
  going: null,
  lease: null,
  barriers: new Map(),
};

export function profileState(state: AppState, profile: ProfileName): ProfileState {
  return state.profiles.get(profile) ?? untouched;
}
