import type { Run } from "../../core/run.ts";
import { resumeRun } from "../../engine/drive.ts";
import { isHeld } from "../../engine/lease.ts";
import type { Engine } from "../../engine/ports/engine.ts";
import { profileState } from "../../ledger/state.ts";
import { kit } from "../../names/action.ts";
import { openRuns } from "../open-runs.ts";
import { isOverdue } from "../status.ts";
import { type Drift, outcomeOf } from "./finding.ts";

/** Runs that nobody is at, runs that have waited for somebody for long, and those whose runner gets nowhere. */
export function runDrift(engine: Engine): Drift[] {
  return openRuns(engine).flatMap((run): Drift[] => {
    if (run.state.kind === "waiting") return waitingLong(engine, run, run.state.gate);
    if (isHeld(engine.ledger.state, run.profile, engine)) return stuck(engine, run);
    return [
      {
        profile: run.profile,
        kind: "run-interrupted",
        text: `${run.id}, which takes ${run.release} to ${run.profile}, was interrupted`,
        fix: async () => outcomeOf(await resumeRun(engine, run.id)),
        action: kit("resume", engine.app.name),
      },
    ];
  });
}

/** Its runner still keeps the lease. Only who sees that process can tell whether to end it. */
function stuck({ app, clock, ledger }: Engine, run: Run): Drift[] {
  const { lease } = profileState(ledger.state, run.profile);
  if (!lease || !isOverdue(run, clock.now())) return [];
  const { who, host, pid } = lease.holder;
  const text = `${run.id}, which takes ${run.release} to ${run.profile}, got no further since ${run.since}; ${who} is at it (${host}, process ${pid}). End that process, then go on with the run`;
  const action = kit("resume", app.name);
  return [{ profile: run.profile, kind: "run-stuck", text, fix: undefined, action }];
}

function waitingLong({ app, clock }: Engine, run: Run, gate: string): Drift[] {
  if (!isOverdue(run, clock.now())) return [];
  const text = `${run.id} has waited at ${gate} since ${run.since}, to take ${run.release} to ${run.profile}`;
  const action = kit("reject", app.name, { gate, release: run.release });
  return [{ profile: run.profile, kind: "run-waits-long", text, fix: undefined, action }];
}
