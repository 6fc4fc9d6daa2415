import type { Run } from "../../core/run.ts";
import type { GateStep } from "../../core/run-step.ts";
import type { GateResult } from "../../gates/define.ts";
import { evaluateGate } from "../../gates/evaluate.ts";
import { type Engine, workerOf } from "../delivery.ts";

/** Evaluates a gate of a run against what answers now. */
export async function evaluate(engine: Engine, run: Run, step: GateStep): Promise<GateResult> {
  const worker = workerOf(engine, run.profile);
  const base = await engine.platform.url(worker);
  const version = step.looksAt === "candidate" && run.version ? { version: run.version } : {};
  return evaluateGate(step.gate, {
    gate: step.name,
    release: run.release,
    digest: run.digest,
    approvals: run.approvals,
    probe: (path, timeout) => engine.probe({ url: new URL(path, base), worker, timeout, ...version }),
    sleep: engine.clock.sleep,
  });
}
