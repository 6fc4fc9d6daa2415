import { outro } from "@clack/prompts";
import { checkNewAppName } from "../../app/new-app-name.ts";
import { repositoryRoot } from "../../shared/repository-root.ts";
import { templatesFolder } from "../../template/templates-folder.ts";
import type { CommandContext } from "../command.ts";
import { genApp } from "../commands/app.ts";
import { askFeatures, askInTurn, askName, askTemplate } from "./ask-in-turn.ts";
import { argumentsFor, confirm } from "./confirm.ts";

/**
 * Asks for what `gen app` needs to know, shows what it would do, and does it when that is confirmed.
 *
 * @throws CommandError when the user leaves; nothing was made then.
 */
export async function ask(context: CommandContext): Promise<void> {
  const root = await repositoryRoot(context.cwd);
  const about = {
    templates: templatesFolder(root),
    check: (name: string) => checkNewAppName(root, name),
    signal: context.signal,
  };
  const questions = [askTemplate, askName, askFeatures, confirm];
  const choices = await askInTurn("A new app.", questions, about);
  outro(`Making apps/${choices.name}`);
  await genApp(argumentsFor(choices), context);
}
