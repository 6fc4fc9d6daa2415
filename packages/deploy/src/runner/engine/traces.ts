import type { ProfileName } from "../../config/index.ts";
import { type AppState, profileState, type Release } from "../../ledger/state.ts";

/** Whether a ledger knows of anything made in a profile, or only begun, that was not destroyed since. */
export function hasTraces(state: AppState, profile: ProfileName): boolean {
  const { versions, halfMade, going } = profileState(state, profile);
  return versions.size > 0 || halfMade || going !== null;
}

/**
 * The release whose program is to take a profile down: the last that was begun there, for it may have made what no
 * other knows of. One whose artifact is no longer kept cannot do it; any other of the app can.
 */
export function releaseToDestroyWith(state: AppState, profile: ProfileName): Release | undefined {
  const begun = [...state.runs.values()].filter((run) => run.profile === profile && run.kind === "release");
  const names = [
    ...begun.map(({ release }) => release).toReversed(),
    ...[...profileState(state, profile).versions.keys()].toReversed(),
    ...[...state.releases.keys()].toReversed(),
  ];
  const releases = names.flatMap((name) => state.releases.get(name) ?? []);
  return releases.find(({ artifact }) => artifact === "kept") ?? releases[0];
}
