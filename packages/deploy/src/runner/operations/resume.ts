import type { Run } from "../../core/run.ts";
import { bunRun } from "../bun-command.ts";
import type { Delivery } from "../delivery.ts";
import { resumeRun } from "../engine/drive.ts";
import { Refusal } from "../refusal.ts";

/** The runs of an app that have not ended, oldest first. */
export function openRuns({ ledger }: Delivery): Run[] {
  return [...ledger.state.runs.values()].filter((run) => run.state.kind !== "ended");
}

/**
 * Goes on with every run that waits or was interrupted, as far as each goes.
 * @throws Refusal when there is none
 */
export async function resume(delivery: Delivery): Promise<Run[]> {
  const open = openRuns(delivery);
  if (open.length === 0) {
    throw new Refusal(
      `${delivery.app.name} has nothing to go on with: no run waits, and none was interrupted.`,
      {
        mend: bunRun(`kit status ${delivery.app.name}`),
      },
    );
  }
  const runs: Run[] = [];
  for (const { id } of open) runs.push(await resumeRun(delivery, id));
  return runs;
}
