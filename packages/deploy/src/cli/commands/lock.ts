import { barrierCommand } from "../barrier-command.ts";

export const lockCommand = barrierCommand(
  "lock",
  "lock",
  true,
  "let nothing change a profile, not even a rollback",
);
