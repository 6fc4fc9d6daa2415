import type { Run } from "../../core/run.ts";
import { bunRun } from "../bun-command.ts";
import type { Engine } from "../delivery.ts";
import { resumeRun } from "../engine/drive.ts";
import { isHeld } from "../engine/lease.ts";
import { openRuns } from "../operations/resume.ts";
import { type Drift, outcomeOf } from "./finding.ts";

/** Milliseconds after which a run that waits is worth a word. */
const longWait = 7 * 24 * 60 * 60_000;

/** Runs that nobody is at, and runs that have waited for somebody for long. */
export function runDrift(engine: Engine): Drift[] {
  return openRuns(engine).flatMap((run): Drift[] => {
    if (run.state.kind === "waiting") return waitingLong(engine, run, run.state.gate);
    if (isHeld(engine.ledger.state, run.profile, engine)) return [];
    return [
      {
        profile: run.profile,
        kind: "run-interrupted",
        text: `${run.id}, which takes ${run.release} to ${run.profile}, was interrupted`,
        fix: async () => outcomeOf(await resumeRun(engine, run.id)),
        mend: bunRun(`kit resume ${engine.app.name}`),
      },
    ];
  });
}

function waitingLong({ app, clock }: Engine, run: Run, gate: string): Drift[] {
  const waited = clock.now().getTime() - new Date(run.since).getTime();
  if (waited < longWait) return [];
  const text = `${run.id} has waited at ${gate} since ${run.since}, to take ${run.release} to ${run.profile}`;
  const mend = bunRun(`kit reject ${app.name} --gate ${gate} --release ${run.release}`);
  return [{ profile: run.profile, kind: "run-waits-long", text, fix: undefined, mend }];
}
