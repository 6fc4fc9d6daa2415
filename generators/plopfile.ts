import type { NodePlopAPI } from "plop";
import { checkNewAppName } from "./src/app/new-app-name.ts";
import { genApp } from "./src/cli/commands/app.ts";
import { repositoryRoot } from "./src/shared/repository-root.ts";
import { FEATURES, parseFeatures } from "./src/template/feature.ts";
import { FEATURE_DESCRIPTIONS } from "./src/template/feature-descriptions.ts";
import { readTemplate } from "./src/template/read-template.ts";
import { templateNames, templatesFolder } from "./src/template/templates-folder.ts";

/**
 * The same generators as `bun run gen`, with the same questions, for those who like to be asked by plop:
 * `bunx --bun plop app`, in this folder. What is answered by argument is not asked: `… plop app shop app d1,kv`.
 */
export default async function plopfile(plop: NodePlopAPI): Promise<void> {
  const root = await repositoryRoot(import.meta.dirname);
  const names = await templateNames(templatesFolder(root));
  const template = { type: "list", name: "template", message: "What shall it be?", choices: names };
  const description = "with the way to production built in";
  plop.setGenerator("app", {
    description: `An app, ${description}`,
    prompts: [nameOf(root), template, featuresOf(root)],
    actions: [(answers) => stamp(root, answers)],
  });
  plop.setGenerator("worker", {
    description: `A Worker with no front end, ${description}`,
    prompts: [nameOf(root), featuresOf(root)],
    actions: [(answers) => stamp(root, { ...answers, template: "worker" })],
  });
}

function nameOf(root: string) {
  return {
    type: "input",
    name: "name",
    message: "What is it called?",
    validate: (name: string) => {
      const checked = checkNewAppName(root, name);
      return checked.ok || checked.reason;
    },
  };
}

/** What is usual for the template is marked already. */
function featuresOf(root: string) {
  return {
    type: "checkbox",
    name: "features",
    message: "What does it use?",
    choices: FEATURES.map((feature) => ({
      value: feature,
      name: `${feature}: ${FEATURE_DESCRIPTIONS[feature]}`,
    })),
    default: async ({ template = "worker" }) =>
      (await readTemplate(templatesFolder(root), template)).features,
    bypass: (text: string) => {
      const read = parseFeatures(text);
      if (!read.ok) throw new Error(read.reason);
      return read.features;
    },
  };
}

/** Calls `gen app` with what was answered. */
async function stamp(root: string, { name, template, features }: Record<string, unknown>): Promise<string> {
  const printed: string[] = [];
  const args = [String(name), "--template", String(template), "--with", [features].flat().join()];
  const { signal } = new AbortController();
  await genApp(args, { cwd: root, out: (text) => printed.push(text), log: console.error, signal });
  return printed.join("\n");
}
