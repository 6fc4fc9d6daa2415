import { barrierCommand } from "../command/barrier-command.ts";

export const holdCommand = barrierCommand("hold", "hold", true);
