import { decisionCommand } from "../command/decision-command.ts";

export const rejectCommand = decisionCommand("rejected", "reject");
