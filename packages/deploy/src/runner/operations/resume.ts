import type { Run } from "../../core/run.ts";
import { bunRun } from "../bun-command.ts";
import type { Engine } from "../delivery.ts";
import { resumeRun } from "../engine/drive.ts";
import { Refusal } from "../refusal.ts";

/** The runs of an app that have not ended, oldest first. */
export function openRuns({ ledger }: Engine): Run[] {
  return [...ledger.state.runs.values()].filter((run) => run.state.kind !== "ended");
}

/**
 * Goes on with every run that waits or was interrupted, as far as each goes.
 * @throws Refusal when there is none
 */
export async function resume(engine: Engine): Promise<Run[]> {
  const open = openRuns(engine);
  if (open.length === 0) {
    throw new Refusal(
      `${engine.app.name} has nothing to go on with: no run waits, and none was interrupted.`,
      {
        mend: bunRun(`kit status ${engine.app.name}`),
      },
    );
  }
  const runs: Run[] = [];
  for (const { id } of open) runs.push(await resumeRun(engine, id));
  return runs;
}
