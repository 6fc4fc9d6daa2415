import type { ProfileName } from "../config/name.ts";
import { advance, type Run, startRun } from "../core/run.ts";
import type { RunEvent } from "../core/run-event.ts";
import type { Entry } from "./event.ts";
import { type AppState, emptyState, type ProfileState, profileState } from "./state.ts";

/** The state after all entries, in order. */
export function fold(entries: Iterable<Entry>, from: AppState = emptyState): AppState {
  let state = from;
  for (const entry of entries) state = apply(state, entry);
  return state;
}

/** The state after one more entry. */
export function apply(state: AppState, { event, at, by, seq }: Entry): AppState {
  switch (event.type) {
    case "release-created": {
      const { release, digest, size, provenance } = event;
      return {
        ...state,
        releases: withKey(state.releases, release, { name: release, digest, size, provenance, at, by }),
      };
    }
    case "verdict":
      return applyVerdict(state, event);
    case "lease-taken":
      return onProfile(state, event.profile, (p) => ({
        ...p,
        lease: { holder: event.holder, until: event.until, since: at, fence: seq },
      }));
    case "lease-released":
      return onProfile(state, event.profile, (p) => ({ ...p, lease: null }));
    case "profile-destroyed":
      return onProfile(state, event.profile, (p) => ({ ...p, versions: new Map(), traffic: [], good: [] }));
    default:
      return applyRunEvent(state, event, by);
  }
}

function applyRunEvent(state: AppState, event: RunEvent, by: string): AppState {
  if (event.type === "run-started") return withRun(state, startRun(event));
  const run = state.runs.get(event.run);
  if (!run) throw new Error(`${event.type} of ${event.run}, which never started`);
  const moved = withRun(state, advance(run, event, by));
  return event.type === "effect-done"
    ? onProfile(moved, run.profile, (p) => afterEffect(p, run, event.result))
    : moved;
}

function afterEffect(
  profile: ProfileState,
  run: Run,
  result: Extract<RunEvent, { type: "effect-done" }>["result"],
) {
  if (result.kind === "provision") {
    return { ...profile, versions: withKey(profile.versions, run.release, result.version) };
  }
  return { ...profile, traffic: result.split };
}

function applyVerdict(state: AppState, event: Extract<Entry["event"], { type: "verdict" }>): AppState {
  switch (event.verdict) {
    case "bad":
      return { ...state, bad: withKey(state.bad, event.digest, event.reason) };
    case "cleared":
      return { ...state, bad: new Map([...state.bad].filter(([digest]) => digest !== event.digest)) };
    case "good":
      if (!event.profile) return state;
      return onProfile(state, event.profile, (p) => ({
        ...p,
        good: [...p.good.filter((release) => release !== event.release), event.release],
      }));
  }
}

function onProfile(
  state: AppState,
  name: ProfileName,
  change: (profile: ProfileState) => ProfileState,
): AppState {
  return { ...state, profiles: withKey(state.profiles, name, change(profileState(state, name))) };
}

function withRun(state: AppState, run: Run): AppState {
  return { ...state, runs: withKey(state.runs, run.id, run) };
}

function withKey<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}
