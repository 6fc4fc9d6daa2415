import { intro, outro } from "@clack/prompts";
import { repositoryRoot } from "../../app/app-place.ts";
import { readTemplate } from "../../template/read-template.ts";
import { templatesFolder } from "../../template/templates-folder.ts";
import type { Surroundings } from "../command.ts";
import { CommandError } from "../command-error.ts";
import { genApp } from "../gen-app.ts";
import { listenToKeys } from "./answer.ts";
import { argumentsFor, confirm } from "./confirm.ts";
import { askFeatures, askName, askTemplate, type Place, type Question, type Wanted } from "./questions.ts";

const USUAL = "app";

const questions: readonly Question[] = [askTemplate, askName, askFeatures, confirm];

/**
 * Asks for what `gen app` needs to know, shows what it would do, and does it when that is confirmed.
 *
 * @throws CommandError when whoever is asked leaves; nothing was made then.
 */
export async function ask(surroundings: Surroundings): Promise<void> {
  const root = await repositoryRoot(surroundings.cwd);
  const place = { root, templates: templatesFolder(root), signal: surroundings.signal };
  intro("A new app. Esc goes back, Ctrl-C leaves.");
  const stopListening = listenToKeys(process.stdin);
  const wanted = await askAll(place).finally(stopListening);
  outro(`Making apps/${wanted.name}`);
  await genApp(argumentsFor(wanted), surroundings);
}

/** Goes through the questions, forth and back, until the last one is answered. */
async function askAll(place: Place): Promise<Wanted> {
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
