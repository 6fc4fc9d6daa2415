import { generatorCommand } from "../command/generator-command.ts";

export const leaveCommand = generatorCommand("leave", {
  usage: "leave <app> [--dry-run] [--yes]",
  examples: ["leave shop --dry-run", "leave shop --yes"],
});
