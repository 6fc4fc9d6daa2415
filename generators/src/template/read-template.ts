import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Content, contentOf, listFiles } from "@alchemy-kit/scaffold";
import { MADE_BY_WORK } from "../app/app-place.ts";

/** What a template says of itself in its `template.json`, which is not stamped. */
export type TemplateAbout = { version: string; description: string };

export type TemplateFile = { path: string; text: Content };

export type Template = { name: string; about: TemplateAbout; files: readonly TemplateFile[] };

const ABOUT = "template.json";

/** Reads the template in `<templates>/<name>`, its files in the order of their paths. */
export async function readTemplate(templates: string, name: string): Promise<Template> {
  const files = await readFiles(join(templates, name));
  const about = await readAbout(templates, name);
  return { name, about, files: files.filter(({ path }) => path !== ABOUT) };
}

/** Every file in a folder of template files, but for what work in that folder leaves there. */
export async function readFiles(folder: string): Promise<TemplateFile[]> {
  const paths = await listFiles(folder, MADE_BY_WORK);
  return Promise.all(
    paths.map(async (path) => ({ path, text: contentOf(await readFile(join(folder, path))) })),
  );
}

/** What the template in `<templates>/<name>` says of itself. */
export async function readAbout(templates: string, name: string): Promise<TemplateAbout> {
  return JSON.parse(await readFile(join(templates, name, ABOUT), "utf8"));
}
