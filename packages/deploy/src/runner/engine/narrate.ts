import type { Effect } from "../../core/effect.ts";
import type { Run } from "../../core/run.ts";
import type { Split } from "../../core/traffic.ts";
import type { GateResult } from "../../gates/define.ts";
import type { Performed } from "./perform.ts";

/** How an effect is told while it goes on, and afterwards. */
export function describeEffect(run: Run, effect: Effect) {
  const undoing = run.fault !== null;
  return {
    doing: effect.kind === "provision" ? "provision" : undoing ? "undo" : "traffic",
    done: (outcome: Performed) =>
      outcome.kind === "failed" ? `failed: ${outcome.fault.reason}` : whatWasDone(run, effect, outcome),
  };
}

export function describeGate({ result, reason }: GateResult): string {
  return result === "passed" ? reason : `${result}: ${reason}`;
}

function whatWasDone(run: Run, effect: Effect, { result }: Extract<Performed, { kind: "done" }>): string {
  if (result.kind === "provision")
    return `resources ready, ${run.release} uploaded as version ${result.version.slice(0, 8)}`;
  return effect.kind === "shift" ? splitOf(run, effect.split) : "";
}

function splitOf(run: Run, split: Split): string {
  return split
    .map(
      ({ version, percentage }) =>
        `${version === run.version ? run.release : "what served before"} ${percentage} %`,
    )
    .join(", ");
}
