import type { ProfileName } from "../config/index.ts";
import { mainVersion, type Split } from "../core/traffic.ts";
import { parseReleaseTag, type ReleaseName, type VersionId } from "../names/identity.ts";
import { type AppState, profileState, type Release } from "./state.ts";

/** The release that a version of a profile's Worker carries; `undefined` for a version that is not of the kit. */
export function releaseOf(
  state: AppState,
  profile: ProfileName,
  version: VersionId,
): ReleaseName | undefined {
  return profileState(state, profile).uploads.get(version);
}

/**
 * The release that has most of the profile's traffic.
 * @param traffic what the platform says, for who cannot rely on the ledger; as the ledger last set it without
 */
export function liveRelease(
  state: AppState,
  profile: ProfileName,
  traffic: Split = profileState(state, profile).traffic,
): Release | undefined {
  const main = mainVersion(traffic);
  const name = main && releaseOf(state, profile, main);
  return name && state.releases.get(name);
}

/** A version, and the tag that it carries on the platform. */
export interface Tagged {
  id: VersionId;
  tag: string | null;
}

/**
 * The same, by the version's own tag where the ledger does not know it: a provisioning that was cut short may have
 * put there once more what served.
 */
export function servingRelease(
  state: AppState,
  profile: ProfileName,
  traffic: Split,
  versions: readonly Tagged[],
): Release | undefined {
  const known = liveRelease(state, profile, traffic);
  if (known) return known;
  const main = mainVersion(traffic);
  const named = parseReleaseTag(versions.find(({ id }) => id === main)?.tag ?? "");
  const release = named && state.releases.get(named.release);
  return release?.digest === named?.digest ? release : undefined;
}

/** A split in words: `v1 90 %, v2 10 %`. */
export function describeSplit(state: AppState, profile: ProfileName, split: Split): string {
  return split
    .map(
      ({ version, percentage }) =>
        `${releaseOf(state, profile, version) ?? "what was there"} ${percentage} %`,
    )
    .join(", ");
}
