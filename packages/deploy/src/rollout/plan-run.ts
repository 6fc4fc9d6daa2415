import { type Gate, gateSchema, type Pipeline, type ProfileName, stepsOfRun } from "../config/index.ts";
import type { RunStep } from "../core/run-step.ts";
import { allAtOnce } from "./all-at-once.ts";

const defaultHealth = gateSchema.parse({ type: "health" });

/** What of a pipeline this version of the kit cannot carry out yet. */
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
  const gates = [...steps.admission, ...steps.verification];
  for (const { name, gate } of gates) {
    if (gate.type !== "health" && gate.type !== "manual") {
      throw new UnsupportedStep(
        `gate("${name}", { type: "${gate.type}" }): this version of the kit evaluates health and manual gates only.`,
      );
    }
  }
  const probe = gates.find(({ gate }) => gate.type === "health")?.gate ?? defaultHealth;
  return [
    ...steps.admission.map(({ name, gate }): RunStep => ({ kind: "gate", name, looksAt: "admission", gate })),
    ...allAtOnce(probe),
    ...steps.verification.map(
      ({ name, gate }): RunStep => ({ kind: "gate", name, looksAt: "profile", gate }),
    ),
  ];
}

/** The steps of a rollback: one shift, and the proof that the release asked for is what answers. */
export function planRollback(pipeline: Pipeline, profile: ProfileName): RunStep[] {
  return [
    { kind: "shift", candidate: 100 },
    { kind: "gate", name: "probe", looksAt: "profile", gate: healthGateOf(pipeline, profile) },
  ];
}

/** The profile's own health gate, or the default one: path, patience and limits are then its owner's choice. */
export function healthGateOf(pipeline: Pipeline, profile: ProfileName): Gate {
  const gates = stepsOfRun(pipeline, profile)?.verification ?? [];
  return gates.find(({ gate }) => gate.type === "health")?.gate ?? defaultHealth;
}
