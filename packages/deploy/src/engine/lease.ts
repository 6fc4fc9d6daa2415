import type { ProfileName } from "../config/index.ts";
import { isSameHolder, type LedgerEvent } from "../ledger/event.ts";
import { type AppState, type Lease, profileState } from "../ledger/state.ts";
import { Busy, Refusal } from "../names/user-error.ts";
import type { Engine } from "./ports/engine.ts";

/** Milliseconds after which anyone may take over from a runner that was not heard of again. */
const leaseTime = 10 * 60_000;

/** Milliseconds between the looks at a lease while something goes on that may outlast it. */
export const heartbeat = 60_000;

/**
 * Milliseconds for which something that goes on is believed to get anywhere. Its lease is then let run out: a
 * runner that hangs must not keep everybody from rolling back.
 */
export const patience = 30 * 60_000;

type Judge = Pick<Engine, "clock" | "holder" | "isGone">;

/**
 * The event that takes the lease on a profile.
 * @throws Busy while somebody else holds it, and is not known to be gone
 */
export function takeLease(state: AppState, profile: ProfileName, judge: Judge): LedgerEvent {
  const { lease } = profileState(state, profile);
  if (lease && isHeld(state, profile, judge) && !isSameHolder(lease.holder, judge.holder)) {
    const { who, host, pid } = lease.holder;
    throw new Busy(
      "busy",
      `${who} (${host}, process ${pid}) has been working on ${profile} since ${lease.since}. Nothing was changed; try again when that is done, or after ${lease.until}.`,
    );
  }
  return leaseTaken(profile, judge);
}

/** Whether a runner is at work on the profile at this moment, as far as can be known. */
export function isHeld(
  state: AppState,
  profile: ProfileName,
  { clock, isGone }: Omit<Judge, "holder">,
): boolean {
  const { lease } = profileState(state, profile);
  return lease !== null && new Date(lease.until) > clock.now() && !isGone(lease.holder);
}

/**
 * The lease that this runner has just taken. Every later event must find it unchanged: whoever lost the lease,
 * even to a later runner of the same person, must not write any more.
 * @throws when there is none
 */
export function heldLease(state: AppState, profile: ProfileName): Lease {
  const { lease } = profileState(state, profile);
  if (!lease) throw new Error(`Nobody holds the lease on ${profile}.`);
  return lease;
}

/** @throws Refusal when the lease is no longer the one with this fence */
export function assertFence(state: AppState, profile: ProfileName, fence: number): void {
  const { lease } = profileState(state, profile);
  if (lease?.fence === fence) return;
  throw new Refusal(
    "lease-lost",
    `The lease on ${profile} went to ${lease?.holder.who ?? "nobody"} meanwhile; this runner stops here.`,
  );
}

/** Half its time gone, a lease is renewed: together with whatever is written next, or by the next heartbeat. */
export function renewal(lease: Lease, profile: ProfileName, judge: Judge): LedgerEvent[] {
  const left = new Date(lease.until).getTime() - judge.clock.now().getTime();
  return left < leaseTime / 2 ? [leaseTaken(profile, judge)] : [];
}

function leaseTaken(profile: ProfileName, { clock, holder }: Judge): LedgerEvent {
  return {
    type: "lease-taken",
    profile,
    holder,
    until: new Date(clock.now().getTime() + leaseTime).toISOString(),
  };
}
