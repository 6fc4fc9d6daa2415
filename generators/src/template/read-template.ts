import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "@alchemy-kit/scaffold";

/** What a template says of itself in its `template.json`, which is not stamped. */
export type TemplateAbout = { version: string; description: string };

export type TemplateFile = { path: string; text: string };

export type Template = { name: string; about: TemplateAbout; files: readonly TemplateFile[] };

const ABOUT = "template.json";
const MADE_BY_WORK = ["node_modules", "dist", ".alchemy", ".turbo", ".kit"];

/** Reads the template in `<templates>/<name>`, its files in the order of their paths. */
export async function readTemplate(templates: string, name: string): Promise<Template> {
  const root = join(templates, name);
  const paths = await listFiles(root, MADE_BY_WORK);
  const files = await Promise.all(
    paths
      .filter((path) => path !== ABOUT)
      .map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })),
  );
  return { name, about: await readAbout(templates, name), files };
}

/** What the template in `<templates>/<name>` says of itself. */
export async function readAbout(templates: string, name: string): Promise<TemplateAbout> {
  return JSON.parse(await readFile(join(templates, name, ABOUT), "utf8"));
}
