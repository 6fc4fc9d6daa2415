import { multiselect, select } from "@clack/prompts";
import type { NameForNew } from "../../app/new-app-name.ts";
import { FEATURES, type Feature } from "../../template/feature.ts";
import { FEATURE_DESCRIPTIONS } from "../../template/feature-descriptions.ts";
import { readAbout, readTemplate } from "../../template/read-template.ts";
import { templateNames } from "../../template/templates-folder.ts";
import { type Answer, answerOf } from "./answer.ts";
import { liveText } from "./live-text.ts";

/** What was chosen so far; what was not asked yet is what is usual. */
export type AppChoices = { template: string; name: string; features: readonly Feature[] };

/** Where the answers must fit: the templates there are, and which names will do. Aborting leaves the question. */
export type AskContext = { templates: string; check: (name: string) => NameForNew; signal: AbortSignal };

/** Asks for one thing, and answers with what is chosen then. */
export type Question = (choices: AppChoices, context: AskContext) => Promise<Answer<AppChoices>>;

export const askTemplate: Question = async (choices, { templates, signal }) => {
  const names = await templateNames(templates);
  const options = names.map(async (name) => {
    const { description } = await readAbout(templates, name);
    return { value: name, label: name, hint: description };
  });
  const answer = await answerOf(
    select({
      signal,
      message: "What shall it be?",
      options: await Promise.all(options),
      initialValue: choices.template,
    }),
  );
  if (answer.kind === "back") return answer;
  if (answer.value === choices.template) return { kind: "given", value: choices };
  const { features } = await readTemplate(templates, answer.value);
  return { kind: "given", value: { ...choices, template: answer.value, features } };
};

export const askName: Question = async (choices, { check, signal }) => {
  const answer = await answerOf(
    liveText({
      signal,
      message: "What is it called?",
      placeholder: "shop",
      initialValue: choices.name,
      validate: (text) => {
        const checked = check(text);
        if (checked.ok) return undefined;
        return checked.suggestion ? `${checked.reason} This would do: ${checked.suggestion}` : checked.reason;
      },
    }),
  );
  return answer.kind === "back" ? answer : { kind: "given", value: { ...choices, name: answer.value } };
};

export const askFeatures: Question = async (choices, { signal }) => {
  const answer = await answerOf(
    multiselect<Feature>({
      signal,
      message: "What does it use?",
      options: FEATURES.map((feature) => ({
        value: feature,
        label: feature,
        hint: FEATURE_DESCRIPTIONS[feature],
      })),
      initialValues: [...choices.features],
      required: false,
    }),
  );
  return answer.kind === "back" ? answer : { kind: "given", value: { ...choices, features: answer.value } };
};
