import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Feature, parseFeatures } from "./feature.ts";
import { type Layer, pile, readLayer } from "./layer.ts";

/**
 * What a template says of itself in its `template.json`, which is not stamped. `on` is the template that it is
 * laid on, `with` what it is stamped with unless the user says otherwise, as `--with` spells it.
 */
export type TemplateAbout = { version: string; description: string; on?: string; with?: string };

/** A template with the features that were chosen, as one pile of layers. */
export type Template = Layer & { name: string; about: TemplateAbout; features: readonly Feature[] };

const ABOUT = "template.json";

/**
 * Reads the template in `<templates>/<name>`, what it is laid on, and what each feature in `<templates>/features/`
 * adds to either, its files in the order of their paths.
 *
 * @param chosen if left out, what is usual for this template
 */
export async function readTemplate(
  templates: string,
  name: string,
  chosen?: readonly Feature[],
): Promise<Template> {
  const about = await readAbout(templates, name);
  const features = chosen ?? usualFeatures(about);
  const names = about.on === undefined ? [name] : [about.on, name];
  const parts = new Set((await Promise.all(features.map((feature) => withNeeds(templates, feature)))).flat());
  const folders = [...names, ...[...parts].flatMap((part) => names.map((on) => `features/${part}/${on}`))];
  const layers = await Promise.all(folders.map((folder) => readLayer(join(templates, folder))));
  const { files, insertions } = pile(layers);
  return { name, about, features, files: files.filter(({ path }) => path !== ABOUT), insertions };
}

/** What the template in `<templates>/<name>` says of itself. */
export async function readAbout(templates: string, name: string): Promise<TemplateAbout> {
  return JSON.parse(await readFile(join(templates, name, ABOUT), "utf8"));
}

function usualFeatures(about: TemplateAbout): readonly Feature[] {
  const usual = parseFeatures(about.with ?? "none");
  if (!usual.ok) throw new Error(usual.reason);
  return usual.features;
}

/** A feature, and before it what its `feature.json` says it needs: parts that several share. */
async function withNeeds(templates: string, feature: Feature): Promise<string[]> {
  const path = join(templates, "features", feature, "feature.json");
  const { needs }: { needs: string[] } = JSON.parse(await readFile(path, "utf8"));
  return [...needs, feature];
}
