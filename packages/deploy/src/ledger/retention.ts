import { parseReleaseTag, type ReleaseName, releaseNumber, type VersionId } from "../names/identity.ts";
import type { ProfileName } from "../names/name.ts";
import { releaseOf } from "./release-of.ts";
import { type AppState, profileState, type Release } from "./state.ts";

/** What the platform says of a profile's Worker. */
export interface ProfileOnPlatform {
  profile: ProfileName;
  /** The versions in the live deployment, those at 0 % too. */
  live: readonly VersionId[];
  /** Those that can still be deployed, by the tag each carries. */
  deployable: readonly { id: VersionId; tag: string | null }[];
}

/** Which artifacts are needed, each with why, and which are proved not to be. */
export interface Retention {
  needed: ReadonlyMap<ReleaseName, readonly string[]>;
  unneeded: readonly Release[];
}

/** It cannot be told what is needed, so nothing may be deleted. */
export class Unprovable extends Error {
  override readonly name = "Unprovable";
}

/**
 * Sorts the releases whose bytes are kept into those that something may still need and those that nothing can.
 * @param platform every profile that ever got a release; a profile that is missing here cannot be judged
 * @param keep how many of the newest releases are needed in any case
 * @throws Unprovable when a profile is missing, or serves a version of which nobody knows what it is
 */
export function retention(state: AppState, platform: readonly ProfileOnPlatform[], keep: number): Retention {
  const needed = new Map<ReleaseName, string[]>();
  const need = (name: ReleaseName | undefined, why: string) => {
    if (name !== undefined) needed.set(name, [...(needed.get(name) ?? []), why]);
  };

  for (const name of newest(state, keep)) need(name, `among the newest ${keep}`);
  for (const run of state.runs.values())
    if (run.state.kind !== "ended") need(run.release, `${run.id} takes it to ${run.profile}`);
  for (const profile of state.profiles.keys()) {
    const seen = platform.find((each) => each.profile === profile);
    if (!seen) throw new Unprovable(`Nobody asked what ${profile} runs.`);
    needOf(state, seen, need);
  }

  const unneeded = [...state.releases.values()].filter(
    ({ name, artifact }) => artifact !== "gone" && !needed.has(name),
  );
  return { needed, unneeded };
}

function needOf(
  state: AppState,
  { profile, live, deployable }: ProfileOnPlatform,
  need: (name: ReleaseName | undefined, why: string) => void,
): void {
  const { versions, good, traffic } = profileState(state, profile);
  const named = ({ id, tag }: { id: VersionId; tag: string | null }) =>
    releaseOf(state, profile, id) ?? (tag === null ? undefined : parseReleaseTag(tag)?.release);

  for (const id of live) {
    const listed = deployable.find((version) => version.id === id);
    const name = named(listed ?? { id, tag: null });
    if (!name && !listed)
      throw new Unprovable(`${profile} serves version ${id}, and nothing says what that is.`);
    need(name, `serves ${profile}`);
  }
  for (const { version } of traffic)
    if (!live.includes(version)) need(releaseOf(state, profile, version), `was sent traffic of ${profile}`);

  const passed = [...good].filter((name) => isNotBad(state, name));
  const possible = new Set(deployable.map(named));
  for (const name of passed) if (possible.has(name)) need(name, `${profile} can go back to it`);
  need(passed.at(-1), `the newest good one in ${profile}`);
  need([...versions.keys()].at(-1), `${profile} was last made ready from it`);
}

function newest(state: AppState, count: number): ReleaseName[] {
  const names = [...state.releases.keys()].toSorted((a, b) => releaseNumber(b) - releaseNumber(a));
  return names.slice(0, count);
}

function isNotBad(state: AppState, name: ReleaseName): boolean {
  const release = state.releases.get(name);
  return release !== undefined && !state.bad.has(release.digest);
}
