import { barrierCommand } from "../command/barrier-command.ts";

export const lockCommand = barrierCommand("lock", "lock", true);
