import type { RunStep } from "../core/run-step.ts";
import type { Gate } from "../gates/gate.ts";

/**
 * Upload beside what serves, prove the new version at 0 %, then give it everything, and what brings it work.
 * @param probe the health gate that the version must pass before it takes traffic
 */
export function allAtOnce(probe: Gate): RunStep[] {
  return [
    { kind: "provision" },
    { kind: "shift", candidate: 0 },
    { kind: "gate", name: "probe", looksAt: "candidate", gate: probe },
    { kind: "shift", candidate: 100 },
    { kind: "apply" },
  ];
}
