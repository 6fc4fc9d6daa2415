import { decisionCommand } from "../command/decision-command.ts";

export const approveCommand = decisionCommand("approved", {
  name: "approve",
  summary: "let a release through a manual gate",
});
