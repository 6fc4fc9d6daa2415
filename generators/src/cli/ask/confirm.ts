import { log, note, select } from "@clack/prompts";
import { planApp } from "../../app/plan-app.ts";
import { genCommand } from "../../shared/bun-command.ts";
import { printFeatures } from "../../template/feature.ts";
import { readTemplate } from "../../template/read-template.ts";
import { folderPicture } from "../folder-picture.ts";
import { answerOf } from "./answer.ts";
import type { AppChoices, AskContext, Question } from "./questions.ts";

/** Shows what would be made, the diff too if the user wants to see it, and asks whether it shall be. */
export const confirm: Question = async (choices, context) => {
  const plan = await planOf(choices, context);
  const files = plan.map((change) => change.path);
  note(
    [folderPicture(`apps/${choices.name}`, files), "", commandFor(choices)].join("\n"),
    `${files.length} files, and nothing else but the lockfile`,
  );
  while (true) {
    const answer = await answerOf(
      select({
        signal: context.signal,
        message: "Make it?",
        options: [
          { value: "make", label: "Make it" },
          { value: "diff", label: "Show the diff first" },
          { value: "back", label: "Go back" },
        ],
      }),
    );
    if (answer.kind === "back" || answer.value === "back") return { kind: "back" };
    if (answer.value === "make") return { kind: "given", value: choices };
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    log.message(showDiff(plan).trimEnd());
  }
};

/** What `gen app` is called with for this. */
export function argumentsFor({ name, template, features }: AppChoices): string[] {
  return [name, "--template", template, "--with", printFeatures(features)];
}

function commandFor(choices: AppChoices): string {
  return `The same without questions:\n${genCommand()} app ${argumentsFor(choices).join(" ")}`;
}

async function planOf({ name, template, features }: AppChoices, { check, templates }: AskContext) {
  const checked = check(name);
  if (!checked.ok) throw new Error(checked.reason);
  return planApp(await readTemplate(templates, template, features), checked.name);
}
