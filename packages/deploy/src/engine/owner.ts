import type { ProfileName } from "../config/index.ts";
import { isUnderWay } from "../core/ownership.ts";
import type { Run } from "../core/run.ts";
import { ownersOf } from "../ledger/owner.ts";
import type { AppState } from "../ledger/state.ts";
import { kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import { isHeld } from "./lease.ts";
import type { Engine } from "./ports/engine.ts";

/**
 * Refuses a release while another run owns the profile: if that one is turned away later it gives the profile back to
 * what served before it, whatever has been released there since.
 * @param run the run that is to go on, where it has started already
 * @throws Refusal saying how the other run can be ended
 */
export function assertNotOwned(state: AppState, engine: Engine, profile: ProfileName, run?: Run): void {
  assertNothingInterrupted(state, engine, profile, run);
  const [owner] = ownersOf(state, profile, run);
  if (owner?.state.kind !== "waiting") return;
  const { id, release } = owner;
  const { gate } = owner.state;
  throw new Refusal(
    "profile-owned",
    `${id}, which has changed ${profile} for ${release}, waits at ${gate}. Nothing was changed. Approve it, reject it or roll ${profile} back first:`,
    { action: kit("approve", engine.app.name, { gate, release }) },
  );
}

/**
 * @param run a run that is left out
 * @throws Refusal while a run on the profile is interrupted
 */
export function assertNothingInterrupted(
  state: AppState,
  engine: Engine,
  profile: ProfileName,
  run?: Run,
): void {
  const interrupted = ownersOf(state, profile, run).find(isUnderWay);
  if (!interrupted || isHeld(state, profile, engine)) return;
  throw new Refusal(
    "run-interrupted",
    `${interrupted.id}, which takes ${interrupted.release} to ${profile}, was interrupted; finish it first:`,
    { action: kit("resume", engine.app.name) },
  );
}
