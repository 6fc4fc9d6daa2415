import { profileNames, profilesOf } from "../../config/index.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import { profileState } from "../../ledger/state.ts";
import { releaseNumber } from "../../names/identity.ts";
import type { Delivery } from "../delivery.ts";

/**
 * What a profile could have next: `shop@v12`, the newest good release of the profile before, where that is newer
 * than what serves; or `shop` alone, where releases do not come from a profile before. Undefined where there is
 * nothing to promote.
 */
export function candidateFor({ app, ledger }: Delivery, wanted: string): string | undefined {
  const profiles = profilesOf(app.config.pipeline);
  const profile = profileNames(app.config).find((name) => name === wanted);
  if (profile === undefined) return undefined;
  const from = profiles[profiles.indexOf(profile) - 1];
  if (from === undefined) return app.name;
  const { state } = ledger;
  const good = [...profileState(state, from).good].flatMap((name) => state.releases.get(name) ?? []);
  const newest = good.findLast(({ digest }) => !state.bad.has(digest));
  const live = liveRelease(state, profile);
  if (newest === undefined || (live && releaseNumber(live.name) >= releaseNumber(newest.name)))
    return undefined;
  return `${app.name}@${newest.name}`;
}
