import type { Gate } from "../config/index.ts";
import type { GateFacts, GateResult } from "./define.ts";
import { health } from "./health.ts";
import { manual } from "./manual.ts";

/** Evaluates any gate. One that cannot be evaluated has failed. */
export async function evaluateGate(gate: Gate, facts: GateFacts): Promise<GateResult> {
  try {
    switch (gate.type) {
      case "health":
        return await health.evaluate(gate, facts);
      case "manual":
        return await manual.evaluate(gate, facts);
      case "test":
      case "policy":
        return { result: "failed", reason: `this version of the kit cannot evaluate a ${gate.type} gate` };
    }
  } catch (error) {
    return {
      result: "failed",
      world: true,
      reason: `it could not be evaluated: ${error instanceof Error ? error.message : error}`,
    };
  }
}
