import type { ProfileName } from "../config/index.ts";
import type { ReleaseName, VersionId } from "../core/identity.ts";
import { mainVersion, type Split } from "../core/traffic.ts";
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

/**
 * The same, where a provisioning may stand half made. A version that the ledger does not know is then what served
 * before, uploaded once more: nothing else does a provisioning put in its place.
 */
export function servingRelease(state: AppState, profile: ProfileName, traffic?: Split): Release | undefined {
  const live = liveRelease(state, profile, traffic);
  return live || !profileState(state, profile).halfMade ? live : liveRelease(state, profile);
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
