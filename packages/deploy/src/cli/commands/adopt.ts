import { generatorCommand } from "../command/generator-command.ts";

export const adoptCommand = generatorCommand("adopt", {
  usage: "adopt <folder|.> [--name <app>] [--dry-run] [--yes]",
  examples: ["adopt ../old-worker --dry-run", "adopt ../old-worker --yes"],
});
