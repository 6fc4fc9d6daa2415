import { isDue } from "../core/next.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { openRuns } from "./open-runs.ts";
import { type Resumed, resumeRuns } from "./resume.ts";

/** What a tick did, and when the next one has something to do. */
export interface Ticked extends Resumed {
  /** `null` where no run waits for a time. */
  nextDue: Date | null;
}

/** Goes on with every run of an app that is due, as far as each goes, and returns: it waits for nothing. */
export async function tick(engine: Engine): Promise<Ticked> {
  const now = engine.clock.now();
  const resumed = await resumeRuns(
    engine,
    openRuns(engine).filter((run) => isDue(run, now)),
  );
  const times = openRuns(engine).flatMap(({ state }) =>
    state.kind === "waiting" && state.until ? [new Date(state.until).getTime()] : [],
  );
  return { ...resumed, nextDue: times.length > 0 ? new Date(Math.min(...times)) : null };
}
