import { defaultHealthGate } from "../gates/health.ts";
import { defaultManualGate } from "../gates/manual.ts";
import type { ProfileName } from "../names/name.ts";
import type { Pipeline, Step } from "./pipeline.ts";

/** The pipeline of an app without `setup`: its profiles in order, a health gate after each, an approval before the last. */
export function defaultPipeline(profiles: readonly ProfileName[]): Pipeline {
  return profiles.flatMap((profile, at): Step[] => {
    const approval: Step = {
      kind: "gate",
      name: `${profile}-approval`,
      gate: defaultManualGate,
    };
    const deploy: Step = { kind: "deploy", profile, rollout: { strategy: "all-at-once" } };
    const health: Step = {
      kind: "gate",
      name: `${profile}-health`,
      gate: defaultHealthGate,
    };
    const isLast = at > 0 && at === profiles.length - 1;
    return isLast ? [approval, deploy, health] : [deploy, health];
  });
}
