import type { ProfileName } from "../config/index.ts";
import type { ReleaseName, VersionId } from "../core/identity.ts";
import type { Split } from "../core/traffic.ts";
import { type AppState, profileState } from "./state.ts";

/** The release that a version of a profile's Worker carries; `undefined` for a version that is not of the kit. */
export function releaseOf(
  state: AppState,
  profile: ProfileName,
  version: VersionId,
): ReleaseName | undefined {
  return [...profileState(state, profile).versions].find(([, uploaded]) => uploaded === version)?.[0];
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
