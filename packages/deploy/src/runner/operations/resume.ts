import { isOpen } from "../../core/ownership.ts";
import type { Run } from "../../core/run.ts";
import { bunRun } from "../bun-command.ts";
import type { Engine } from "../delivery.ts";
import { resumeRun } from "../engine/drive.ts";
import { Refusal } from "../refusal.ts";

/** The runs of an app that have not ended, oldest first. */
export function openRuns({ ledger }: Engine): Run[] {
  return [...ledger.state.runs.values()].filter(isOpen);
}

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
      `${engine.app.name} has nothing to go on with: no run waits, and none was interrupted.`,
      {
        mend: bunRun(`kit status ${engine.app.name}`),
      },
    );
  }
  const resumed: Resumed = { runs: [], refused: [] };
  for (const { id } of open) {
    try {
      resumed.runs.push(await resumeRun(engine, id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      resumed.refused.push(error);
    }
  }
  const [refusal] = resumed.refused;
  if (refusal && resumed.runs.length === 0) throw refusal;
  return resumed;
}
