import { barrierCommand } from "../command/barrier-command.ts";

export const unlockCommand = barrierCommand("unlock", "lock", false);
