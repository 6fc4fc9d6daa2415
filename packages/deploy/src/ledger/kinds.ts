/** The kinds of events that this version of the kit writes and reads. */
export const currentKinds = [
  "ledger-format",
  "release-created",
  "run-started",
  "effect-intended",
  "effect-done",
  "effect-failed",
  "gate-evaluated",
  "approval-given",
  "run-ended",
  "verdict",
  "lease-taken",
  "lease-released",
  "destroy-begun",
  "profile-destroyed",
  "barrier-placed",
  "barrier-lifted",
  "artifact-pruned",
  "artifact-restored",
  "backup-made",
  "backup-restored",
] as const;

/**
 * The kinds of events that later versions are to write, each with what it is about. This version cannot read them: a
 * ledger that holds one is read-only to it, and it can say why. Who builds one moves its name to `currentKinds`.
 */
const laterKinds = {
  "settings-revised": "a new revision of a profile's settings",
  "settings-revoked": "a value of a profile's settings that was revoked",
  "metrics-observed": "measurements of a version",
  "observation-judged": "what the judge made of measurements",
  "rollout-paused": "a rollout that was paused",
  "rollout-resumed": "a rollout that goes on",
  "rollout-advanced": "a rollout that was taken to its next step",
  "run-held": "a run that is held",
  "run-unheld": "a run that is held no longer",
  "run-queued": "a run that waits for another to end",
  "run-dequeued": "a run that was taken out of the queue",
  "watch-started": "a watch over what serves",
  "watch-ended": "the end of a watch over what serves",
  "key-added": "a key that rows are signed with",
  "key-revoked": "a key that was revoked",
  "approvers-changed": "a change of the approvers",
  "approver-revoked": "an approver who was revoked",
  "approval-signed": "an approval with a signature",
  "row-countersigned": "an unsigned row that was accepted",
  "evidence-recorded": "evidence about an artifact or a profile",
  "gate-dropped": "a gate that was taken out of the pipeline",
  "unit-version-uploaded": "a version of one of several Workers",
  "profile-configured": "what belongs to a profile and to no release",
  "drill-started": "a drill",
  "drill-ended": "the end of a drill",
  "tick-done": "a tick of the schedule",
} as const;

/** The names of the kinds of events that later versions are to write. */
export const laterKindNames: readonly string[] = Object.keys(laterKinds);

/**
 * A kind of event as a person reads it.
 * @param kind as it stands in the ledger, which a later version of the kit wrote, or anybody
 */
export function describeKind(kind: string): string {
  if (isLater(kind)) return `“${kind}”, ${laterKinds[kind]}`;
  if (isCurrent(kind)) return `“${kind}” in a form that is not known here`;
  return /^[a-z][a-z0-9-]{0,59}$/.test(kind) ? `“${kind}”` : "of a kind whose name cannot be shown";
}

function isLater(kind: string): kind is keyof typeof laterKinds {
  return Object.hasOwn(laterKinds, kind);
}

function isCurrent(kind: string): boolean {
  return currentKinds.some((current) => current === kind);
}
