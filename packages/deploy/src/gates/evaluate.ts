import { type Gate, kindOf } from "./gate.ts";
import type { GatePorts, GateResult, GateSubject } from "./kind.ts";

/**
 * Evaluates any gate. One that cannot be evaluated has failed, one that somebody rejected too, whatever its kind; where
 * the answer is inconclusive an approval lets the release through.
 */
export async function evaluateGate(gate: Gate, subject: GateSubject, ports: GatePorts): Promise<GateResult> {
  const decided = ports.people.filter((approval) => approval.gate === subject.gate);
  const rejection = decided.find(({ decision }) => decision === "rejected");
  if (rejection)
    return { result: "failed", reason: `rejected by ${rejection.by}${quoted(rejection.comment)}` };
  try {
    const result = await kindOf(gate).evaluate(gate, subject, { ...ports, people: decided });
    const [approval] = decided;
    if (result.result !== "inconclusive" || !approval) return result;
    return { result: "passed", reason: `${result.reason}; let through by ${approval.by}` };
  } catch (error) {
    const reason = `it could not be evaluated: ${error instanceof Error ? error.message : error}`;
    return { result: "failed", environmental: true, reason };
  }
}

function quoted(comment: string): string {
  return comment ? `: “${comment}”` : "";
}
