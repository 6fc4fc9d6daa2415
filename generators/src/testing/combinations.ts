import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { planApp } from "../app/plan-app.ts";
import { FEATURES, type Feature } from "../template/feature.ts";
import { readTemplate } from "../template/read-template.ts";
import { templatesFolder } from "../template/templates-folder.ts";

/** A template with some features, and a name for the app that is stamped out of that: `worker` with `kv`, `w-kv`. */
export type Combination = { template: string; features: readonly Feature[]; app: AppName };

export const TEMPLATES = ["app", "worker"] as const;

/** Every set of features there is, from none to all. */
export const SETS: readonly (readonly Feature[])[] = FEATURES.reduce<Feature[][]>(
  (sets, feature) => sets.concat(sets.map((set) => [...set, feature])),
  [[]],
);

export function combine(template: string, features: readonly Feature[]): Combination {
  return { template, features, app: nameOf([template.slice(0, 1), ...features].join("-")) };
}

export function nameOf(name: string): AppName {
  const checked = checkAppName(name);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

/** The text of what stamping it writes, by paths relative to the app's folder. */
export async function stamp({ template, features, app }: Combination): Promise<Map<string, string>> {
  const plan = planApp(await readTemplate(templatesFolder(), template, features), app);
  return new Map(
    plan.flatMap(({ path, ...change }) => {
      if (change.kind !== "write" || typeof change.after !== "string") return [];
      return [[path.split("/").slice(2).join("/"), change.after] as const];
    }),
  );
}
