import { decisionCommand } from "../command/decision-command.ts";

export const rejectCommand = decisionCommand("rejected", {
  name: "reject",
  summary: "turn a release away at a manual gate",
});
