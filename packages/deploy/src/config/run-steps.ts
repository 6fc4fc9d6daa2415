import { kindOf } from "../gates/gate.ts";
import type { ProfileName } from "../names/name.ts";
import { type DeployStep, type GateStep, type Pipeline, profilesOf } from "./pipeline.ts";

/** The steps of one run, which takes one release to one profile: what admits it, the deploy, what then verifies it. */
export type RunSteps = { admission: GateStep[]; deploy: DeployStep; verification: GateStep[] };

/**
 * The steps of the run to a profile; undefined where the pipeline does not deploy to it.
 *
 * Of the gates between two deploys, those up to the first that admits (a manual one) verify the profile before; that
 * one and all after it admit to the next. So a run to staging ends when staging is verified, not when somebody
 * has approved prod.
 */
export function stepsOfRun(pipeline: Pipeline, profile: ProfileName): RunSteps | undefined {
  const at = pipeline.findIndex((step) => step.kind === "deploy" && step.profile === profile);
  const deploy = pipeline[at];
  if (deploy?.kind !== "deploy") return undefined;

  const before = gatesUpToDeploy(pipeline.slice(0, at).toReversed()).toReversed();
  const after = gatesUpToDeploy(pipeline.slice(at + 1));
  const isFirst = before.length === at;
  const isLast = at + 1 + after.length === pipeline.length;
  return {
    admission: isFirst ? before : before.slice(firstAdmitting(before)),
    deploy,
    verification: isLast ? after : after.slice(0, firstAdmitting(after)),
  };
}

/** The profile that a release must be good in before it goes to this one; undefined for the first. */
export function profileBefore(pipeline: Pipeline, profile: ProfileName): ProfileName | undefined {
  const profiles = profilesOf(pipeline);
  return profiles[profiles.indexOf(profile) - 1];
}

function gatesUpToDeploy(steps: Pipeline): GateStep[] {
  const gates: GateStep[] = [];
  for (const step of steps) {
    if (step.kind === "deploy") break;
    gates.push(step);
  }
  return gates;
}

/** The index of the first gate that admits, or the number of gates where there is none. */
function firstAdmitting(gates: readonly GateStep[]): number {
  const at = gates.findIndex(({ gate }) => kindOf(gate).placement === "admits");
  return at === -1 ? gates.length : at;
}
