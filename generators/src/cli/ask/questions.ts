import { multiselect, select } from "@clack/prompts";
import type { NameForNew } from "../../app/new-app-name.ts";
import { FEATURES, type Feature } from "../../template/feature.ts";
import { MEANING } from "../../template/meaning.ts";
import { readAbout, readTemplate } from "../../template/read-template.ts";
import { templateNames } from "../../template/templates-folder.ts";
import { type Answer, answerOf } from "./answer.ts";
import { liveText } from "./live-text.ts";

/** What is wanted so far; what was not asked yet is what is usual. */
export type Wanted = { template: string; name: string; features: readonly Feature[] };

/** Where the answers must fit: the templates there are, and which names will do. Aborting leaves the question. */
export type Place = { templates: string; check: (name: string) => NameForNew; signal: AbortSignal };

/** Asks for one thing, and answers with what is wanted then. */
export type Question = (wanted: Wanted, place: Place) => Promise<Answer<Wanted>>;

export const askTemplate: Question = async (wanted, { templates, signal }) => {
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
      initialValue: wanted.template,
    }),
  );
  if (answer.kind === "back") return answer;
  if (answer.value === wanted.template) return { kind: "given", value: wanted };
  const { features } = await readTemplate(templates, answer.value);
  return { kind: "given", value: { ...wanted, template: answer.value, features } };
};

export const askName: Question = async (wanted, { check, signal }) => {
  const answer = await answerOf(
    liveText({
      signal,
      message: "What is it called?",
      placeholder: "shop",
      initialValue: wanted.name,
      validate: (text) => {
        const checked = check(text);
        if (checked.ok) return undefined;
        return checked.suggestion ? `${checked.reason} This would do: ${checked.suggestion}` : checked.reason;
      },
    }),
  );
  return answer.kind === "back" ? answer : { kind: "given", value: { ...wanted, name: answer.value } };
};

export const askFeatures: Question = async (wanted, { signal }) => {
  const answer = await answerOf(
    multiselect<Feature>({
      signal,
      message: "What does it use?",
      options: FEATURES.map((feature) => ({ value: feature, label: feature, hint: MEANING[feature] })),
      initialValues: [...wanted.features],
      required: false,
    }),
  );
  return answer.kind === "back" ? answer : { kind: "given", value: { ...wanted, features: answer.value } };
};
