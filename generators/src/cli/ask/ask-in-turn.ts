import { intro } from "@clack/prompts";
import { CommandError } from "../../shared/command-error.ts";
import { readTemplate } from "../../template/read-template.ts";
import { listenToKeys } from "./answer.ts";
import type { Place, Question, Wanted } from "./questions.ts";

export { askFeatures, askName, askTemplate, type Place, type Question, type Wanted } from "./questions.ts";

const USUAL = "app";

/**
 * Goes through the questions, forth and back, until the last one is answered.
 *
 * @param title what it is all about
 * @throws CommandError when whoever is asked leaves.
 */
export async function askInTurn(
  title: string,
  questions: readonly Question[],
  place: Place,
): Promise<Wanted> {
  intro(`${title} Esc goes back, Ctrl-C leaves.`);
  const stopListening = listenToKeys(process.stdin);
  return askAll(questions, place).finally(stopListening);
}

async function askAll(questions: readonly Question[], place: Place): Promise<Wanted> {
  const { features } = await readTemplate(place.templates, USUAL);
  let wanted: Wanted = { template: USUAL, name: "", features };
  let at = 0;
  for (let question = questions[at]; question; question = questions[at]) {
    const answer = await question(wanted, place);
    if (answer.kind === "given") {
      wanted = answer.value;
      at += 1;
    } else if (at === 0) throw new CommandError("interrupted", "Nothing was made.");
    else at -= 1;
  }
  return wanted;
}
