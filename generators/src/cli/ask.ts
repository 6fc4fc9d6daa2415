import { intro, select, text } from "@clack/prompts";
import { repositoryRoot } from "../app/app-place.ts";
import { checkNewAppName } from "../app/new-app-name.ts";
import { readAbout } from "../template/read-template.ts";
import { templateNames, templatesFolder } from "../template/templates-folder.ts";
import type { Surroundings } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { genApp } from "./gen-app.ts";

/** Asks for what `gen app` needs to know, then does it. */
export async function ask(surroundings: Surroundings): Promise<void> {
  const root = await repositoryRoot(surroundings.cwd);
  intro("A new app");
  const name = answered(
    await text({
      message: "What is it called?",
      placeholder: "shop",
      validate: (value = "") => {
        const checked = checkNewAppName(root, value);
        if (checked.ok) return undefined;
        return checked.suggestion ? `${checked.reason} This would do: ${checked.suggestion}` : checked.reason;
      },
    }),
  );
  const template = await askTemplate(templatesFolder(root));
  await genApp([name, "--template", template], surroundings);
}

async function askTemplate(folder: string): Promise<string> {
  const templates = await templateNames(folder);
  const [only, ...others] = templates;
  if (only !== undefined && others.length === 0) return only;
  const choices = templates.map(async (name) => {
    const { description } = await readAbout(folder, name);
    return { value: name, label: name, hint: description };
  });
  return answered(await select({ message: "From which template?", options: await Promise.all(choices) }));
}

function answered(answer: string | symbol): string {
  if (typeof answer === "string") return answer;
  throw new CommandError("interrupted", "Nothing was made.");
}
