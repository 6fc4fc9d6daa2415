import { isOpen, ownsProfile } from "../../core/ownership.ts";
import type { Run } from "../../core/run.ts";
import type { Outcome } from "../../core/run-event.ts";
import type { LedgerEvent } from "../../ledger/event.ts";
import type { AppState } from "../../ledger/state.ts";
import { releaseNumber } from "../../names/identity.ts";

/** What the ledger learns when a run ends: its outcome, what it says of the release, and that the profile is free. */
export function endOf(run: Run, outcome: Outcome, reason: string): LedgerEvent[] {
  return [
    { type: "run-ended", run: run.id, outcome, reason },
    ...verdictOf(run, outcome, reason),
    { type: "lease-released", profile: run.profile },
  ];
}

/** Only a release's own failure is held against it; a world that is down says nothing of the bytes. */
function verdictOf({ kind, profile, release, digest }: Run, outcome: Outcome, reason: string): LedgerEvent[] {
  if (kind === "rollback") return [];
  if (outcome === "succeeded") {
    return [
      {
        type: "verdict",
        verdict: "good",
        profile,
        release,
        digest,
        reason: `passed the gates of ${profile}`,
      },
    ];
  }
  if (outcome === "failed") return [{ type: "verdict", verdict: "bad", profile, release, digest, reason }];
  return [];
}

/** Older releases that wait to be let into the same profile give way to one that has come as far. */
export function supersede(state: AppState, by: Run): LedgerEvent[] {
  return [...state.runs.values()]
    .filter((run) => run.id !== by.id && run.profile === by.profile && isOpen(run) && !ownsProfile(run))
    .filter((run) => releaseNumber(run.release) <= releaseNumber(by.release))
    .map(({ id }) => ({
      type: "run-ended",
      run: id,
      outcome: "superseded",
      reason: `${by.release} reached the gate`,
    }));
}
