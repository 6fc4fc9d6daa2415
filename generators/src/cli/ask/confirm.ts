import { log, note, select } from "@clack/prompts";
import { planApp } from "../../app/plan-app.ts";
import { genCommand } from "../../shared/bun-command.ts";
import { printFeatures } from "../../template/feature.ts";
import { readTemplate } from "../../template/read-template.ts";
import { folderPicture } from "../folder-picture.ts";
import { answerOf } from "./answer.ts";
import type { Place, Question, Wanted } from "./questions.ts";

/** Shows what would be made, the diff too for whoever wants to see it, and asks whether it shall be. */
export const confirm: Question = async (wanted, place) => {
  const plan = await planOf(wanted, place);
  const files = plan.map((change) => change.path);
  note(
    [folderPicture(`apps/${wanted.name}`, files), "", commandFor(wanted)].join("\n"),
    `${files.length} files, and nothing else but the lockfile`,
  );
  while (true) {
    const answer = await answerOf(
      select({
        signal: place.signal,
        message: "Make it?",
        options: [
          { value: "make", label: "Make it" },
          { value: "diff", label: "Show the diff first" },
          { value: "back", label: "Go back" },
        ],
      }),
    );
    if (answer.kind === "back" || answer.value === "back") return { kind: "back" };
    if (answer.value === "make") return { kind: "given", value: wanted };
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    log.message(showDiff(plan).trimEnd());
  }
};

/** What `gen app` is called with for this. */
export function argumentsFor({ name, template, features }: Wanted): string[] {
  return [name, "--template", template, "--with", printFeatures(features)];
}

function commandFor(wanted: Wanted): string {
  return `The same without questions:\n${genCommand()} app ${argumentsFor(wanted).join(" ")}`;
}

async function planOf({ name, template, features }: Wanted, { check, templates }: Place) {
  const checked = check(name);
  if (!checked.ok) throw new Error(checked.reason);
  return planApp(await readTemplate(templates, template, features), checked.name);
}
