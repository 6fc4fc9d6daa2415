import { z } from "zod";
import { strictObject } from "../names/strict-object.ts";
import { defineGateKind } from "./kind.ts";

const manualSchema = strictObject({
  type: z.literal("manual"),
  reviewers: z.int().min(1).max(100).default(1),
});

/** A manual gate of which nothing was said. */
export const defaultManualGate: z.output<typeof manualSchema> = manualSchema.parse({ type: "manual" });

/** Passes when as many different people approved as the gate asks for. */
export const manual = defineGateKind({
  type: "manual",
  schema: manualSchema,
  placement: "admits",
  needs: ["people"],
  describe: ({ reviewers }) => `manual, ${reviewers} ${reviewers === 1 ? "approval" : "approvals"}`,
  async evaluate({ reviewers }, _, { people }) {
    const approvers = [...new Set(people.map(({ by }) => by))];
    if (approvers.length >= reviewers)
      return { result: "passed", reason: `approved by ${approvers.join(", ")}` };
    return { result: "pending", reason: `${approvers.length} of ${reviewers} approved` };
  },
});
