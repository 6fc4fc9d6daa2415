import type { ProfileName } from "../../config/index.ts";
import type { ArtifactState } from "../../ledger/artifact-event.ts";
import { type AppState, profileState, type Release } from "../../ledger/state.ts";
import type { Digest, ReleaseName, VersionId } from "../../names/identity.ts";

/** What was found of a release: good is per profile, bad of the bytes wherever they run. */
export type Verdict =
  | { verdict: "good"; profile: ProfileName }
  | { verdict: "bad"; profile: null; reason: string };

/** A release as it is told to somebody. */
export interface ReleaseView {
  release: ReleaseName;
  digest: Digest;
  /** Bytes of the artifact. */
  size: number;
  /** ISO 8601. */
  at: string;
  by: string;
  commit: string | null;
  /** The checkout held changes that the commit does not. */
  dirty: boolean;
  artifact: ArtifactState;
  verdicts: Verdict[];
  /** Its share of each profile's traffic, as the ledger last set it. */
  live: { profile: ProfileName; percentage: number }[];
}

/** A release with all that the ledger says of it. */
export interface ReleaseDetails extends ReleaseView {
  lockfile: string | null;
  bun: string;
  kit: string;
  /** Digest of the provenance statement. */
  provenance: Digest | null;
  versions: { profile: ProfileName; version: VersionId }[];
  runs: { id: string; kind: "release" | "rollback"; profile: ProfileName; outcome: string; reason: string }[];
}

export function viewOf(state: AppState, release: Release): ReleaseView {
  const { name, digest, size, at, by, artifact, provenance } = release;
  const { commit, dirty } = provenance;
  return {
    release: name,
    digest,
    size,
    at,
    by,
    commit,
    dirty,
    artifact,
    verdicts: verdictsOf(state, release),
    live: liveIn(state, name),
  };
}

/** @param state folded from every event: a snapshot has forgotten the runs that ended */
export function detailsOf(state: AppState, release: Release): ReleaseDetails {
  const { lockfile, bun, kit, statement } = release.provenance;
  return {
    ...viewOf(state, release),
    lockfile,
    bun,
    kit,
    provenance: statement ?? null,
    versions: [...state.profiles].flatMap(([profile, { versions }]) => {
      const version = versions.get(release.name);
      return version ? [{ profile, version }] : [];
    }),
    runs: [...state.runs.values()]
      .filter((run) => run.release === release.name)
      .map(({ id, kind, profile, state: at }) => ({
        id,
        kind,
        profile,
        outcome: at.kind === "ended" ? at.outcome : at.kind,
        reason: at.kind === "active" ? "" : at.reason,
      })),
  };
}

function verdictsOf(state: AppState, { name, digest }: Release): Verdict[] {
  const reason = state.bad.get(digest);
  const good = [...state.profiles].flatMap(([profile, each]): Verdict[] =>
    each.good.has(name) ? [{ verdict: "good", profile }] : [],
  );
  return reason === undefined ? good : [...good, { verdict: "bad", profile: null, reason }];
}

function liveIn(state: AppState, name: ReleaseName): ReleaseView["live"] {
  return [...state.profiles.keys()].flatMap((profile) => {
    const { versions, traffic } = profileState(state, profile);
    const version = versions.get(name);
    return traffic
      .filter((share) => share.version === version && share.percentage > 0)
      .map(({ percentage }) => ({ profile, percentage }));
  });
}
