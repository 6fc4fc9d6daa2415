import type { ProfileName } from "../../config/index.ts";
import type { Holder, LedgerEvent } from "../../ledger/event.ts";
import { type AppState, type Lease, profileState } from "../../ledger/state.ts";
import { isGone } from "../identity.ts";
import { Refusal } from "../refusal.ts";

/** Milliseconds after which anyone may take over from a runner that was not heard of again. */
const leaseTime = 10 * 60_000;

/**
 * The event that takes the lease on a profile.
 * @throws Refusal while somebody else holds it, and is not known to be gone
 */
export function takeLease(state: AppState, profile: ProfileName, holder: Holder, now: Date): LedgerEvent {
  const { lease } = profileState(state, profile);
  if (lease && !isFree(lease, holder, now)) {
    throw new Refusal(
      `${lease.holder.who} (${lease.holder.host}, process ${lease.holder.pid}) has been working on ${profile} since ${lease.since}. Nothing was changed; try again when that is done, or after ${lease.until}.`,
    );
  }
  return { type: "lease-taken", profile, holder, until: new Date(now.getTime() + leaseTime).toISOString() };
}

/** @throws Refusal when the lease went to somebody else meanwhile: whoever lost it must not write any more */
export function assertLease(state: AppState, profile: ProfileName, holder: Holder): void {
  const { lease } = profileState(state, profile);
  if (lease && isSame(lease.holder, holder)) return;
  throw new Refusal(
    `The lease on ${profile} went to ${lease?.holder.who ?? "nobody"} meanwhile; this runner stops here.`,
  );
}

/** Whether a runner is at work on the profile at this moment, as far as can be known. */
export function isHeld(state: AppState, profile: ProfileName, now: Date): boolean {
  const { lease } = profileState(state, profile);
  return lease !== null && new Date(lease.until) > now && !isGone(lease.holder);
}

function isFree(lease: Lease, holder: Holder, now: Date): boolean {
  return isSame(lease.holder, holder) || new Date(lease.until) <= now || isGone(lease.holder);
}

function isSame(a: Holder, b: Holder): boolean {
  return a.who === b.who && a.host === b.host && a.pid === b.pid;
}
