import type { Run } from "../../core/run.ts";
import type { GateStep } from "../../core/run-step.ts";
import { evaluateGate } from "../../gates/evaluate.ts";
import type { GateResult } from "../../gates/kind.ts";
import { type Engine, workerOf } from "../delivery.ts";

/** Evaluates a gate of a run against what answers now. */
export async function evaluate(engine: Engine, run: Run, step: GateStep): Promise<GateResult> {
  const worker = workerOf(engine, run.profile);
  const base = await engine.platform.url(worker);
  const version = step.looksAt === "candidate" && run.version ? { version: run.version } : {};
  const { release, digest, state, approvals: people } = run;
  const since = state.kind === "waiting" ? new Date(state.since) : engine.clock.now();
  return evaluateGate(
    step.gate,
    { gate: step.name, release, digest, since },
    {
      probe: (path, timeout) => engine.probe({ url: new URL(path, base), worker, timeout, ...version }),
      clock: engine.clock,
      people,
    },
  );
}
