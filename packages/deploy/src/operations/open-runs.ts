import { isOpen } from "../core/ownership.ts";
import type { Run } from "../core/run.ts";
import type { Engine } from "../engine/ports/engine.ts";

/** The runs of an app that have not ended, oldest first. */
export function openRuns({ ledger }: Pick<Engine, "ledger">): Run[] {
  return [...ledger.state.runs.values()].filter(isOpen);
}
