import type { ProfileName } from "../config/index.ts";
import type { Barrier } from "../ledger/event.ts";
import { type AppState, profileState } from "../ledger/state.ts";
import { kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";

/**
 * A lock stops everything that would change a profile; a hold stops releases on their way to it, and never
 * a rollback. One that is being taken down is first seen to its end.
 * @throws Refusal saying who put the barrier there, since when and why
 */
export function assertPassable(
  state: AppState,
  app: string,
  profile: ProfileName,
  wanted: "release" | "rollback" | "destroy",
): void {
  const { going } = profileState(state, profile);
  if (going && wanted !== "destroy") {
    throw new Refusal(
      "being-destroyed",
      `${going.by} began to take ${profile} down at ${going.since}, and it is not all gone. Nothing was changed. Finish that first:`,
      { action: kit("destroy", app, { profile, yes: true }) },
    );
  }
  const stopping: Barrier[] = wanted === "rollback" ? ["lock"] : ["lock", "hold"];
  for (const barrier of stopping) {
    const placed = profileState(state, profile).barriers.get(barrier);
    if (!placed) continue;
    const lift = barrier === "lock" ? "unlock" : "unhold";
    throw new Refusal(
      "barred",
      `${placed.by} put a ${barrier} on ${profile} at ${placed.since}: ${placed.reason}. Nothing was changed.`,
      { action: kit(lift, app, { profile, reason: "…" }) },
    );
  }
}
