import { barrierCommand } from "../command/barrier-command.ts";

export const unholdCommand = barrierCommand("unhold", "hold", false);
