import type { NodePlopAPI } from "plop";
import { appFolder, repositoryRoot } from "./src/app/app-place.ts";
import { makeApp } from "./src/app/make-app.ts";
import { checkNewAppName } from "./src/app/new-app-name.ts";
import { planApp } from "./src/app/plan-app.ts";
import { readTemplate } from "./src/template/read-template.ts";
import { templateNames, templatesFolder } from "./src/template/templates-folder.ts";

/** The same generators as `bun run gen`, for those who like to be asked by plop: `bunx --bun plop app`, in this folder. */
export default async function plopfile(plop: NodePlopAPI): Promise<void> {
  const root = await repositoryRoot(import.meta.dirname);
  const folder = templatesFolder(root);
  plop.setGenerator("app", {
    description: "An app, with the way to production built in",
    prompts: [
      {
        type: "input",
        name: "name",
        message: "What is it called?",
        validate: (name: string) => {
          const checked = checkNewAppName(root, name);
          return checked.ok || checked.reason;
        },
      },
      {
        type: "list",
        name: "template",
        message: "From which template?",
        choices: await templateNames(folder),
      },
    ],
    actions: [
      async (answers) => {
        const checked = checkNewAppName(root, String(answers?.name));
        if (!checked.ok) throw new Error(checked.reason);
        const template = await readTemplate(folder, String(answers?.template));
        const plan = planApp(template, checked.name);
        await makeApp(root, checked.name, plan, { install: true });
        return `Made ${appFolder(checked.name)}`;
      },
    ],
  });
}
