import { defineGate } from "./define.ts";

/** Passes when as many different people approved as the gate asks for; one rejection fails it. */
export const manual = defineGate({
  type: "manual",
  async evaluate({ reviewers }, { gate, approvals }) {
    const given = approvals.filter((approval) => approval.gate === gate);
    const rejection = given.find(({ decision }) => decision === "rejected");
    if (rejection)
      return { result: "failed", reason: `rejected by ${rejection.by}${quoted(rejection.comment)}` };

    const people = [...new Set(given.map(({ by }) => by))];
    if (people.length >= reviewers) return { result: "passed", reason: `approved by ${people.join(", ")}` };
    return { result: "pending", reason: `${people.length} of ${reviewers} approved` };
  },
});

function quoted(comment: string): string {
  return comment ? `: “${comment}”` : "";
}
