import type { Run } from "../../core/run.ts";
import type { GateStep } from "../../core/run-step.ts";
import type { GateResult } from "../../gates/define.ts";
import { evaluateGate } from "../../gates/evaluate.ts";
import { probe } from "../../platform/probe.ts";
import { type Delivery, workerOf } from "../delivery.ts";

/** Evaluates a gate of a run against what answers now. */
export async function evaluate(delivery: Delivery, run: Run, step: GateStep): Promise<GateResult> {
  const worker = workerOf(delivery, run.profile);
  const base = await delivery.account.platform.url(worker);
  const version = step.looksAt === "candidate" && run.version ? { version: run.version } : {};
  return evaluateGate(step.gate, {
    gate: step.name,
    release: run.release,
    digest: run.digest,
    approvals: run.approvals,
    probe: (path, timeout) => probe({ url: new URL(path, base), worker, timeout, ...version }),
    sleep: delivery.clock.sleep,
  });
}
