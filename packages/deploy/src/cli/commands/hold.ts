import { barrierCommand } from "../barrier-command.ts";

export const holdCommand = barrierCommand(
  "hold",
  "hold",
  true,
  "keep releases from a profile; a rollback still goes",
);
