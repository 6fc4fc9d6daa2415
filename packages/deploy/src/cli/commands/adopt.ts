import { generatorCommand } from "../command/generator-command.ts";

export const adoptCommand = generatorCommand("adopt", {
  summary: "make an app of a wrangler or alchemy project, its code untouched",
  usage: "adopt <folder|.> [--name <app>] [--dry-run] [--yes]",
  examples: ["adopt ../old-worker --dry-run", "adopt ../old-worker --yes"],
});
