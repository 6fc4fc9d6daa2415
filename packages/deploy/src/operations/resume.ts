import type { Run } from "../core/run.ts";
import { resumeRun } from "../engine/drive.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import { openRuns } from "./open-runs.ts";

/** How going on with the open runs went. One that is refused, by a hold on its profile say, holds up no other. */
export interface Resumed {
  runs: Run[];
  refused: Refusal[];
}

/**
 * Goes on with every run that waits or was interrupted, as far as each goes.
 * @throws Refusal when there is none, or none that may go on
 */
export async function resume(engine: Engine): Promise<Resumed> {
  const open = openRuns(engine);
  if (open.length === 0) {
    throw new Refusal(
      "nothing-open",
      `${engine.app.name} has nothing to go on with: no run waits, and none was interrupted.`,
      {
        action: kit("status", engine.app.name),
      },
    );
  }
  const resumed = await resumeRuns(engine, open);
  const [refusal] = resumed.refused;
  if (refusal && resumed.runs.length === 0) throw refusal;
  return resumed;
}

/** Goes on with runs, one after the other. */
export async function resumeRuns(engine: Engine, runs: readonly Run[]): Promise<Resumed> {
  const resumed: Resumed = { runs: [], refused: [] };
  for (const { id } of runs) {
    try {
      resumed.runs.push(await resumeRun(engine, id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      resumed.refused.push(error);
    }
  }
  return resumed;
}
