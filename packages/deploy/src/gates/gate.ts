import type { z } from "zod";
import { variants } from "../names/strict-object.ts";
import type { GateKind } from "./kind.ts";
import { gateKinds } from "./registry.ts";

const [first, ...others] = gateKinds;

export const gateSchema = variants(
  "type",
  gateKinds.map(({ type }) => type),
  [first.schema, ...others.map(({ schema }) => schema)],
);

/** A gate as `setup` may write it: what has a default may be left out. */
export type GateInput = z.input<typeof gateSchema>;

/** A gate with everything spelled out. */
export type Gate = z.output<typeof gateSchema>;

/** The kind that a gate is of. */
export function kindOf(gate: Gate): GateKind {
  const kinds: readonly GateKind[] = gateKinds;
  const found = kinds.find(({ type }) => type === gate.type);
  if (found) return found;
  throw new Error(`There is no kind of gate "${gate.type}".`);
}
