import type { ProfileName } from "../config/index.ts";
import type { Engine } from "../engine/ports/engine.ts";
import type { Barrier } from "../ledger/event.ts";
import { profileState } from "../ledger/state.ts";
import { Refusal } from "../names/user-error.ts";

/**
 * Puts a barrier on a profile, or lifts one.
 * @throws Refusal when it stands there already, or there is none to lift
 */
export async function setBarrier(
  { ledger }: Engine,
  profile: ProfileName,
  barrier: Barrier,
  change: { place: boolean; reason: string },
): Promise<void> {
  const { place, reason } = change;
  await ledger.append((state) => {
    const standing = profileState(state, profile).barriers.get(barrier);
    if (place && standing) {
      throw new Refusal(
        "barrier-placed",
        `${standing.by} put a ${barrier} on ${profile} already, at ${standing.since}: ${standing.reason}.`,
      );
    }
    if (!place && !standing) throw new Refusal("barrier-missing", `There is no ${barrier} on ${profile}.`);
    return [{ type: place ? "barrier-placed" : "barrier-lifted", barrier, profile, reason }];
  });
}
