import { intro } from "@clack/prompts";
import { CommandError } from "../../shared/command-error.ts";
import { readTemplate } from "../../template/read-template.ts";
import { listenToKeys } from "./answer.ts";
import type { AppChoices, AskContext, Question } from "./questions.ts";

export {
  type AppChoices,
  type AskContext,
  askFeatures,
  askName,
  askTemplate,
  type Question,
} from "./questions.ts";

const USUAL = "app";

/**
 * Goes through the questions, forth and back, until the last one is answered.
 *
 * @param title what it is all about
 * @throws CommandError when the user leaves.
 */
export async function askInTurn(
  title: string,
  questions: readonly Question[],
  context: AskContext,
): Promise<AppChoices> {
  intro(`${title} Esc goes back, Ctrl-C leaves.`);
  const stopListening = listenToKeys(process.stdin);
  return askAll(questions, context).finally(stopListening);
}

async function askAll(questions: readonly Question[], context: AskContext): Promise<AppChoices> {
  const { features } = await readTemplate(context.templates, USUAL);
  let choices: AppChoices = { template: USUAL, name: "", features };
  let at = 0;
  for (let question = questions[at]; question; question = questions[at]) {
    const answer = await question(choices, context);
    if (answer.kind === "given") {
      choices = answer.value;
      at += 1;
    } else if (at === 0) throw new CommandError("interrupted", "Nothing was made.");
    else at -= 1;
  }
  return choices;
}
