import type { ProfileName } from "../config/index.ts";
import { isOpen } from "../core/ownership.ts";
import type { Run } from "../core/run.ts";
import type { RunStep } from "../core/run-step.ts";
import type { Split } from "../core/traffic.ts";
import type { TriggerChange } from "../core/triggers.ts";
import { assertPassable } from "../engine/barrier.ts";
import { takeLease } from "../engine/lease.ts";
import { assertNotOwned } from "../engine/owner.ts";
import type { Engine } from "../engine/ports/engine.ts";
import type { LedgerEvent } from "../ledger/event.ts";
import type { AppState, Release } from "../ledger/state.ts";
import { kit } from "../names/action.ts";
import { type Digest, type ReleaseName, type RunId, runId, type VersionId } from "../names/identity.ts";
import { Refusal } from "../names/user-error.ts";

/** What a run is to do. */
export interface RunPlan {
  kind: Run["kind"];
  profile: ProfileName;
  release: ReleaseName;
  digest: Digest;
  steps: RunStep[];
  version: VersionId | null;
  before: Split | null;
  /** Somebody took the risk that its migrations break what serves. */
  allowBreakingMigration?: boolean | undefined;
  triggers?: TriggerChange | undefined;
}

/** Records a run as started, its lease taken, together with whatever else must become so at that moment. */
export async function startRun(
  engine: Engine,
  plan: (state: AppState) => { run: RunPlan; also?: LedgerEvent[] },
): Promise<RunId> {
  let id: RunId | undefined;
  await engine.ledger.append((state) => {
    const { run, also } = plan(state);
    if (run.kind === "release") assertNotOwned(state, engine, run.profile);
    assertPassable(state, engine.app.name, run.profile, run.kind);
    const made = nextRunId(state);
    id = made;
    return [
      takeLease(state, run.profile, engine),
      ...(also ?? []),
      { type: "run-started", run: made, ...run },
    ];
  });
  if (!id) throw new Error("A run was started without a number.");
  return id;
}

/** The run of a release that already is on its way to the profile, waiting or left behind by a crash. */
export function openRun(state: AppState, profile: ProfileName, release?: Release): Run | undefined {
  return [...state.runs.values()].findLast(
    (run) => run.profile === profile && isOpen(run) && (!release || run.release === release.name),
  );
}

/** @throws Refusal when these bytes were found bad */
export function assertNotBad(state: AppState, app: string, { name, digest }: Release): void {
  const reason = state.bad.get(digest);
  if (reason === undefined) return;
  throw new Refusal(
    "release-bad",
    `${name} was found bad (${reason}), so it goes nowhere. Ship a fixed one, or clear it with a reason:`,
    {
      action: kit("release clear", app, { release: name, reason: "…" }),
    },
  );
}

/** @throws Refusal when the release's bytes were pruned: only they can be taken anywhere */
export function assertKept(state: AppState, app: string, { name }: Release): void {
  const release = state.releases.get(name);
  if (!release || release.artifact === "kept") return;
  throw new Refusal(
    "release-pruned",
    `${name} was pruned: its bytes are deleted, so it can be taken nowhere. Promote a newer one, or deploy its commit (${release.provenance.commit?.slice(0, 8) ?? "which is not known"}) again: the same bytes are the same release.`,
    { action: kit("release list", app) },
  );
}

function nextRunId(state: AppState): RunId {
  return runId.parse(`r${state.runCount + 1}`);
}
