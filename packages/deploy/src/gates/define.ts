import type { Gate } from "../config/index.ts";
import type { Digest, ReleaseName } from "../core/identity.ts";
import type { Approval } from "../core/run.ts";

/** What one request to a release's health address brought. */
export type Answer =
  | { kind: "answered"; status: number; milliseconds: number; release: string | null; digest: string | null }
  /** `late`: it was reached, but did not answer in time. */
  | { kind: "unreachable"; reason: string; late?: boolean };

/** All that a gate may know and ask. Gates have no other way to the world. */
export interface GateFacts {
  gate: string;
  release: ReleaseName;
  digest: Digest;
  approvals: readonly Approval[];
  /** @param timeout milliseconds until the request counts as unreachable */
  probe(path: string, timeout: number): Promise<Answer>;
  sleep(milliseconds: number): Promise<void>;
}

export interface GateResult {
  result: "passed" | "failed" | "pending";
  reason: string;
  /** It failed for no fault of the release's. */
  world?: boolean;
}

type OptionsOf<Type extends Gate["type"]> = Extract<Gate, { type: Type }>;

export interface GateType<Type extends Gate["type"]> {
  type: Type;
  evaluate(options: OptionsOf<Type>, facts: GateFacts): Promise<GateResult>;
}

/** A gate: its type, and how it is evaluated. One file each. */
export function defineGate<Type extends Gate["type"]>(gate: GateType<Type>): GateType<Type> {
  return gate;
}
