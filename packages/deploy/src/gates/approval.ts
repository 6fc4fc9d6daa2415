import { z } from "zod";

export const decisionSchema = z.enum(["approved", "rejected"]);

/** What somebody decided at a gate. */
export const approvalSchema = z.object({
  gate: z.string(),
  decision: decisionSchema,
  by: z.string(),
  comment: z.string(),
});
export type Approval = z.infer<typeof approvalSchema>;
