import type { z } from "zod";
import type { Digest, ReleaseName } from "../names/identity.ts";
import type { Approval } from "./approval.ts";

/** What one request to a release's health address brought. */
export type Answer =
  | { kind: "answered"; status: number; milliseconds: number; release: string | null; digest: string | null }
  /** `late`: it was reached, but did not answer in time. */
  | { kind: "unreachable"; reason: string; late?: boolean };

/** What gates can ask of the world. A kind of gate is given those that it says it needs, and no others. */
export interface GatePorts {
  /** @param timeout milliseconds until the request counts as unreachable */
  probe(path: string, timeout: number): Promise<Answer>;
  clock: {
    now(): Date;
    /** @param milliseconds to wait */
    sleep(milliseconds: number): Promise<void>;
  };
  /** What people decided at this gate of this run. */
  people: readonly Approval[];
}
export type GateNeed = keyof GatePorts;

/** The gate, and the release that stands at it. */
export interface GateSubject {
  /** The gate's name in the pipeline. */
  gate: string;
  release: ReleaseName;
  digest: Digest;
  /** When the run first came to this gate. */
  since: Date;
}

/**
 * What evaluating a gate came to.
 * `pending`: it depends on something that has not happened yet. `inconclusive`: it was evaluated, and what was found is
 * too little for either answer; an approval lets the release through. Both are evaluated again: not before `until`,
 * where there is one.
 */
export type GateResult =
  | { result: "passed"; reason: string }
  /** `environmental`: it failed for no fault of the release's. */
  | { result: "failed"; reason: string; environmental?: boolean }
  | { result: "pending" | "inconclusive"; reason: string; until?: Date };

/**
 * Where in a pipeline gates of a kind belong.
 * `verifies`: only after a deploy, since it asks the release there. `admits`: between two deploys, the first such gate
 * and each gate after it belong to the run to the next profile, so that the run before ends without it. `anywhere`: no rule.
 */
export type GatePlacement = "verifies" | "admits" | "anywhere";

/** A kind of gate: all that the kit knows of it. `type` is how a config names it. */
export interface GateKind<Schema extends z.ZodType = z.ZodType> {
  readonly type: string;
  /** Its options with their defaults, `type` among them. */
  readonly schema: Schema;
  readonly placement: GatePlacement;
  readonly needs: readonly GateNeed[];
  /** Whether this version of the kit can evaluate it. */
  readonly isEvaluable: boolean;
  /** Its options in a few words: `manual, 1 approval`. */
  describe(options: unknown): string;
  /** @throws when the options are not this kind's, or one of its ports fails */
  evaluate(options: unknown, subject: GateSubject, ports: GatePorts): Promise<GateResult>;
}

interface Definition<Type extends string, Schema extends z.ZodType<{ type: Type }>, Need extends GateNeed> {
  type: Type;
  schema: Schema;
  placement: GatePlacement;
  needs: readonly Need[];
  describe(options: z.output<Schema>): string;
  /** Missing where this version of the kit cannot evaluate it yet: a pipeline with such a gate is refused. */
  evaluate?(
    options: z.output<Schema>,
    subject: GateSubject,
    ports: Pick<GatePorts, Need>,
  ): Promise<GateResult>;
}

/** Defines a kind of gate. One file each, and a line in registry.ts. */
export function defineGateKind<
  Type extends string,
  Schema extends z.ZodType<{ type: Type }>,
  Need extends GateNeed,
>(definition: Definition<Type, Schema, Need>): GateKind<Schema> & { readonly type: Type } {
  const { type, schema, placement, needs, describe, evaluate } = definition;
  return {
    type,
    schema,
    placement,
    needs,
    isEvaluable: evaluate !== undefined,
    describe: (options) => describe(schema.parse(options)),
    async evaluate(options, subject, ports) {
      if (!evaluate)
        return { result: "failed", reason: `this version of the kit cannot evaluate a ${type} gate` };
      return evaluate(schema.parse(options), subject, ports);
    },
  };
}
