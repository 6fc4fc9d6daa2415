import { type GateStep, type Pipeline, type ProfileName, stepsOfRun } from "../config/index.ts";
import type { RunStep } from "../core/run-step.ts";
import { type Gate, kindOf } from "../gates/gate.ts";
import { defaultHealthGate, type HealthGate } from "../gates/health.ts";
import { gateKinds } from "../gates/registry.ts";
import { allAtOnce } from "./all-at-once.ts";

/** What of a pipeline this version of the kit cannot carry out. */
export class UnsupportedStep extends Error {
  override readonly name = "UnsupportedStep";
}

/**
 * The steps that take a release to a profile: admission gates, the rollout, the gates that verify it.
 * @throws UnsupportedStep before anything is touched, since a gate that cannot be evaluated has failed
 */
export function planRelease(pipeline: Pipeline, profile: ProfileName): RunStep[] {
  const steps = stepsOfRun(pipeline, profile);
  if (!steps) throw new UnsupportedStep(`The pipeline never deploys to ${profile}.`);
  const { strategy } = steps.deploy.rollout;
  if (strategy !== "all-at-once") {
    throw new UnsupportedStep(
      `deploy("${profile}", { strategy: "${strategy}" }): this version of the kit carries out all-at-once only; write promote("${profile}").`,
    );
  }
  const { admission, verification } = steps;
  for (const { name, gate } of [...admission, ...verification]) assertEvaluable(name, gate);
  for (const { name, gate } of admission) assertAdmits(name, gate, profile);
  return [
    ...admission.map((step) => gateStep(step, "admission")),
    ...allAtOnce(healthGateOf(pipeline, profile)),
    ...verification.map((step) => gateStep(step, "profile")),
  ];
}

/** The steps of a rollback: one shift, its triggers, and the proof that the release asked for is what answers. */
export function planRollback(pipeline: Pipeline, profile: ProfileName): RunStep[] {
  return [
    { kind: "shift", candidate: 100 },
    { kind: "apply" },
    { kind: "gate", name: "probe", looksAt: "profile", gate: healthGateOf(pipeline, profile) },
  ];
}

/** The profile's own health gate, or the default one: path, patience and limits are then its owner's choice. */
export function healthGateOf(pipeline: Pipeline, profile: ProfileName): HealthGate {
  const gates = (stepsOfRun(pipeline, profile)?.verification ?? []).map(({ gate }) => gate);
  return gates.find((gate) => gate.type === "health") ?? defaultHealthGate;
}

function gateStep({ name, gate }: GateStep, looksAt: "admission" | "profile"): RunStep {
  return { kind: "gate", name, looksAt, gate };
}

function assertEvaluable(name: string, gate: Gate): void {
  if (kindOf(gate).isEvaluable) return;
  const evaluable = gateKinds.filter(({ isEvaluable }) => isEvaluable).map(({ type }) => type);
  throw new UnsupportedStep(
    `gate("${name}", { type: "${gate.type}" }): this version of the kit evaluates ${evaluable.join(" and ")} gates only.`,
  );
}

/** Before a release is there, nobody can ask it how it is. */
function assertAdmits(name: string, gate: Gate, profile: ProfileName): void {
  if (kindOf(gate).placement !== "verifies") return;
  throw new UnsupportedStep(
    `gate("${name}", { type: "${gate.type}" }) stands before ${profile} is deployed; write it right after the deploy that it checks.`,
  );
}
