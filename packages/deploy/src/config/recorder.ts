import type { GateInput } from "../gates/gate.ts";
import type { RolloutInput } from "./rollout.ts";

/** A resource of the app: its name, or what `Worker` returned. */
export type ResourceReference = string | { readonly id: string };

/** What `setup` is given. Each only records a step; nothing happens until a run comes to it. */
export interface Steps {
  /** Take the release to this profile, all traffic at once. */
  promote(profile: string, options?: { resources?: readonly ResourceReference[] }): Promise<void>;
  /** Take the release to this profile, its traffic moved as the rollout says. */
  deploy(
    profile: string,
    options: RolloutInput & { resources?: readonly ResourceReference[] },
  ): Promise<void>;
  /** What must pass before the next step. */
  gate(name: string, gate: GateInput): Promise<void>;
  /** A Worker of the app, for `resources`. The entry is a path relative to the app's folder. */
  worker(id: string, options: { entry: string }): ResourceReference;
}

export type Setup = (steps: Steps) => unknown;

/** What a `setup` did: unchecked steps, and for each the call that it was, to name it in an error. */
export type Recording = { steps: unknown[]; calls: string[]; resources: Record<string, unknown> };

/**
 * Runs `setup` once and returns what it recorded.
 * @throws what `setup` throws
 */
export async function record(setup: Setup): Promise<Recording> {
  const recording: Recording = { steps: [], calls: [], resources: {} };
  let ended = false;

  const add = async (call: string, step: object): Promise<void> => {
    if (ended) throw new Error(`${call} was called after setup had ended; await it inside setup.`);
    recording.calls.push(call);
    recording.steps.push(step);
  };

  await setup({
    promote: (profile, options) =>
      add(`promote("${profile}")`, {
        ...options,
        kind: "deploy",
        profile,
        rollout: { strategy: "all-at-once" },
        ...named(options?.resources),
      }),
    deploy: (profile, options) => {
      const { resources, ...rollout } = { ...options };
      return add(`deploy("${profile}")`, { kind: "deploy", profile, rollout, ...named(resources) });
    },
    gate: (name, gate) => add(`gate("${name}")`, { kind: "gate", name, gate }),
    worker: (id, { entry, ...rest }) => {
      recording.resources[id] = { type: "worker", script: entry, ...rest };
      return { id };
    },
  });
  ended = true;
  return recording;
}

function named(resources: readonly ResourceReference[] | undefined) {
  return resources && { resources: resources.map((it) => (typeof it === "string" ? it : it.id)) };
}
