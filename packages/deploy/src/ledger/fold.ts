import type { Effect } from "../core/effect.ts";
import { advance, type Run, startRun } from "../core/run.ts";
import type { RunEvent, RunStarted } from "../core/run-event.ts";
import { noTriggers, type Triggers, withTriggers } from "../core/triggers.ts";
import type { Digest, ReleaseName, RunId, VersionId } from "../names/identity.ts";
import type { ProfileName } from "../names/name.ts";
import type { ArtifactState } from "./artifact-event.ts";
import { type Barrier, type Entry, isSameHolder } from "./event.ts";
import { describeKind } from "./kinds.ts";
import { type AppState, type BarrierState, emptyState, type ProfileState, type Release } from "./state.ts";

/** A state that is still being put together: the only thing here that changes in place. */
interface Draft {
  releases: Map<ReleaseName, Release>;
  runs: Map<RunId, Run>;
  runCount: number;
  profiles: Map<ProfileName, ProfileDraft>;
  bad: Map<Digest, string>;
  format: number;
  unknown: string | null;
}

interface ProfileDraft extends ProfileState {
  versions: Map<ReleaseName, VersionId>;
  uploads: Map<VersionId, ReleaseName>;
  declared: Map<ReleaseName, Triggers>;
  good: Set<ReleaseName>;
  barriers: Map<Barrier, BarrierState>;
}

/** Who wrote an event, and when. */
type Signature = Pick<Entry, "by" | "at">;

/** The state after all entries, in order. What it starts from is left as it was. */
export function fold(entries: Iterable<Entry>, from: AppState = emptyState): AppState {
  const draft = draftOf(from);
  for (const entry of entries) apply(draft, entry);
  return draft;
}

function draftOf({ releases, runs, runCount, profiles, bad, format, unknown }: AppState): Draft {
  const copies = [...profiles].map(
    ([name, profile]) =>
      [
        name,
        {
          ...profile,
          versions: new Map(profile.versions),
          uploads: new Map(profile.uploads),
          declared: new Map(profile.declared),
          good: new Set(profile.good),
          barriers: new Map(profile.barriers),
        },
      ] as const,
  );
  return {
    releases: new Map(releases),
    runs: new Map(runs),
    runCount,
    profiles: new Map(copies),
    bad: new Map(bad),
    format,
    unknown,
  };
}

function apply(draft: Draft, { event, at, by, seq }: Entry): void {
  switch (event.type) {
    case "release-created": {
      const { release: name, digest, size, provenance } = event;
      const migrations = event.migrations ?? null;
      draft.releases.set(name, { name, digest, size, provenance, migrations, artifact: "kept", at, by });
      return;
    }
    case "unknown":
      draft.unknown ??= `event ${seq}, ${describeKind(event.kind)}`;
      return;
    case "ledger-format":
      draft.format = event.format;
      return;
    case "artifact-pruned":
      setArtifact(draft, event.release, event.done ? "gone" : "going");
      return;
    case "artifact-restored":
      setArtifact(draft, event.release, "kept");
      return;
    case "backup-made":
    case "backup-restored":
      return;
    case "verdict":
      applyVerdict(draft, event);
      return;
    case "lease-taken": {
      const { holder, until } = event;
      const profile = profileOf(draft, event.profile);
      const { lease } = profile;
      const isRenewed = lease !== null && isSameHolder(lease.holder, holder);
      profile.lease = isRenewed ? { ...lease, until } : { holder, until, since: at, fence: seq };
      return;
    }
    case "lease-released":
      profileOf(draft, event.profile).lease = null;
      return;
    case "destroy-begun":
      profileOf(draft, event.profile).going = { by, since: at };
      return;
    case "profile-destroyed": {
      const { barriers } = profileOf(draft, event.profile);
      draft.profiles.set(event.profile, { ...empty(), barriers });
      return;
    }
    case "barrier-placed":
      profileOf(draft, event.profile).barriers.set(event.barrier, { by, since: at, reason: event.reason });
      return;
    case "barrier-lifted":
      profileOf(draft, event.profile).barriers.delete(event.barrier);
      return;
    default:
      applyRunEvent(draft, event, { by, at });
  }
}

function setArtifact({ releases }: Draft, name: ReleaseName, artifact: ArtifactState): void {
  const release = releases.get(name);
  if (release) releases.set(name, { ...release, artifact });
}

function applyRunEvent(draft: Draft, event: RunEvent, signed: Signature): void {
  if (event.type === "run-started") {
    draft.runs.set(event.run, startRun(event, signed.at));
    draft.runCount++;
    return;
  }
  const run = draft.runs.get(event.run);
  if (!run && draft.unknown) return;
  if (!run) throw new Error(`${event.type} of ${event.run}, which never started`);
  draft.runs.set(run.id, draft.unknown ? advanceIfItFits(run, event, signed) : advance(run, event, signed));
  const profile = profileOf(draft, run.profile);
  if (event.type === "effect-intended") applyIntention(profile, event.effect);
  if (event.type === "effect-failed" && event.fault.taken) profile.halfMade = false;
  if (event.type === "effect-done") applyEffect(profile, run, event.result);
}

/** The run after the event; as it was, where an event before that could not be read, and this one follows from that. */
function advanceIfItFits(run: Run, event: Exclude<RunEvent, RunStarted>, signed: Signature): Run {
  try {
    return advance(run, event, signed);
  } catch {
    return run;
  }
}

/** What is intended may be so from now on, whether or not anybody comes to write that it is. */
function applyIntention(profile: ProfileDraft, effect: Effect): void {
  if (effect.kind === "provision") profile.halfMade = true;
  if (effect.kind === "apply") profile.triggers = withTriggers(effect.before, effect.after);
}

function applyEffect(
  profile: ProfileDraft,
  run: Run,
  result: Extract<RunEvent, { type: "effect-done" }>["result"],
) {
  if (result.kind === "shift") {
    profile.traffic = result.split;
    return;
  }
  if (result.kind === "apply") {
    profile.triggers = result.triggers;
    return;
  }
  profile.halfMade = false;
  if (result.declared) profile.declared.set(run.release, result.declared);
  if (result.companion) applyUpload(profile, result.companion.release, result.companion.version);
  applyUpload(profile, run.release, result.version);
}

function applyUpload(profile: ProfileDraft, release: ReleaseName, version: VersionId): void {
  profile.versions.set(release, version);
  profile.uploads.set(version, release);
}

function applyVerdict(draft: Draft, event: Extract<Entry["event"], { type: "verdict" }>): void {
  switch (event.verdict) {
    case "bad":
      draft.bad.set(event.digest, event.reason);
      return;
    case "cleared":
      draft.bad.delete(event.digest);
      return;
    case "good": {
      if (!event.profile) return;
      const { good } = profileOf(draft, event.profile);
      good.delete(event.release);
      good.add(event.release);
    }
  }
}

function profileOf(draft: Draft, name: ProfileName): ProfileDraft {
  const found = draft.profiles.get(name) ?? empty();
  draft.profiles.set(name, found);
  return found;
}

function empty(): ProfileDraft {
  return {
    versions: new Map(),
    uploads: new Map(),
    declared: new Map(),
    triggers: noTriggers,
    traffic: [],
    good: new Set(),
    halfMade: false,
    going: null,
    lease: null,
    barriers: new Map(),
  };
}
