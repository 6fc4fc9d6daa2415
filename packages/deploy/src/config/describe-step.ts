import { kindOf } from "../gates/gate.ts";
import type { Step } from "./pipeline.ts";
import type { Rollout } from "./rollout.ts";

/** What a step does, in a few words: "canary 10 % for 1h", "manual, 1 approval". */
export function describeStep(step: Step): string {
  const what = step.kind === "deploy" ? describeRollout(step.rollout) : kindOf(step.gate).describe(step.gate);
  return step.kind === "deploy" && step.resources ? `${what}: ${step.resources.join(", ")}` : what;
}

function describeRollout(rollout: Rollout): string {
  switch (rollout.strategy) {
    case "all-at-once":
      return "all at once";
    case "canary":
      return `canary ${rollout.traffic.canary} % for ${rollout.duration}`;
    case "blue-green":
      return `blue-green, ${rollout.switchover}`;
    case "progressive":
      return `${rollout.stages.map(({ traffic }) => traffic).join(" → ")} %`;
  }
}
