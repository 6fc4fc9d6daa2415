import { barrierCommand } from "../barrier-command.ts";

export const unlockCommand = barrierCommand("unlock", "lock", false, "lift a lock");
