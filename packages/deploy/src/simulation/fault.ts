/** What a runner asks of the world or does to it: the rows of the table. */
export const effects = [
  "ledger read",
  "ledger append",
  "script",
  "versions",
  "traffic",
  "shift",
  "apply",
  "url",
  "probe",
  "migrations",
  "artifact",
  "resources",
  "placeholder",
  "upload",
] as const;
export type EffectName = (typeof effects)[number];

export const faultKinds = ["crash", "time-out", "429", "5xx", "stale read", "another runner"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Whether the fault comes before the effect has happened or after. */
export const sides = ["before", "after"] as const;
export type Side = (typeof sides)[number];

export interface Cell {
  effect: EffectName;
  kind: FaultKind;
  side: Side;
}

/** One thing that goes wrong in a story. */
export interface Fault extends Cell {
  /** Strikes at the effect's n-th time, from 0. */
  nth: number;
  /** How many times in a row; above 1 only for what passes by itself. */
  times: number;
}

const reads: readonly EffectName[] = ["ledger read", "script", "versions", "traffic", "probe"];

/** A refusal to serve leaves nothing done, and only what is read can be out of date. */
function canHappen({ effect, kind, side }: Cell): boolean {
  if (kind === "429") return side === "before";
  if (kind === "stale read") return side === "before" && reads.includes(effect);
  return true;
}

/** Every effect × fault × side that there is. */
export const cells: readonly Cell[] = effects
  .flatMap((effect) => faultKinds.flatMap((kind) => sides.map((side) => ({ effect, kind, side }))))
  .filter(canHappen);

/** The runner's process is dead. Nothing that it catches this with can do anything any more. */
export class Crash extends Error {
  override readonly name = "Crash";
}
