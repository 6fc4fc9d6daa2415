import { generatorCommand } from "../command/generator-command.ts";

export const leaveCommand = generatorCommand("leave", {
  summary: "take the kit out of an app: what remains is a plain alchemy app",
  usage: "leave <app> [--dry-run] [--yes]",
  examples: ["leave shop --dry-run", "leave shop --yes"],
});
