import type { Effect } from "../../core/effect.ts";
import type { Run } from "../../core/run.ts";
import { describeTriggers } from "../../core/triggers.ts";
import type { GateResult } from "../../gates/kind.ts";
import { describeSplit } from "../../ledger/release-of.ts";
import type { AppState } from "../../ledger/state.ts";
import type { Said } from "../progress.ts";
import type { Performed } from "./perform.ts";

/** How an effect is told while it goes on, and afterwards. */
export function describeEffect(state: AppState, run: Run, effect: Effect) {
  const moving = effect.kind === "apply" ? "triggers" : "traffic";
  const doing = effect.kind === "provision" ? "provision" : run.fault ? "undo" : moving;
  const done = (outcome: Performed): Said => {
    if (outcome.kind === "failed") return { went: "failed", text: outcome.fault.reason };
    if (outcome.result.kind === "apply") return describeTriggers(outcome.result.triggers);
    if (outcome.result.kind === "shift") return describeSplit(state, run.profile, outcome.result.split);
    const { version, companion } = outcome.result;
    const again = companion ? `, and ${companion.release} again with its assets` : "";
    return `resources ready, ${run.release} uploaded as version ${version.slice(0, 8)}${again}`;
  };
  return { doing, done };
}

export function describeGate({ result, reason }: GateResult): Said {
  if (result === "passed") return reason;
  return { went: result === "failed" ? "failed" : "waiting", text: reason };
}
