import { generatorCommand } from "../command/generator-command.ts";

export const ejectCommand = generatorCommand("eject", {
  usage: "eject templates [--dry-run] [--yes]",
  examples: ["eject templates"],
});
