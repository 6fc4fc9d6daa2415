import { generatorCommand } from "../command/generator-command.ts";

export const ejectCommand = generatorCommand("eject", {
  summary: "copy the templates and the generators into the repository, to have your own",
  usage: "eject templates [--dry-run] [--yes]",
  examples: ["eject templates"],
});
