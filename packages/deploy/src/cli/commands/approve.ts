import { decisionCommand } from "../command/decision-command.ts";

export const approveCommand = decisionCommand("approved", "approve");
