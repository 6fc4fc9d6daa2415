import { parse } from "jsonc-parser";
import { z } from "zod";
import { editJson, type JsonEdit } from "../shared/edit-json.ts";
import { KIT_ALCHEMY } from "./find-alchemy-two.ts";

const schema = z.looseObject({
  name: z.string().optional(),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** What an app of the kit depends on. */
const NEEDED = { "@kit/deploy": "npm:@alchemy-kit/deploy@0.1.0", alchemy: KIT_ALCHEMY };

/** The scripts that CI runs for the app, of those that it has. */
export type AdoptedPackage = { text: string; ci: Record<string, string> };

/**
 * A project's package.json as an app's: with the kit, and with the kit's step after its build.
 *
 * @param command what wrangler builds the app with before it bundles the Worker, if there is such a thing
 */
export function adoptedPackage(text: string, app: string, command: string | undefined): AdoptedPackage {
  const { name, scripts, dependencies, devDependencies } = schema.parse(parse(text));
  const has = { ...dependencies, ...devDependencies };
  const build = [scripts.build ?? command, "bun kit/build.js"].filter(Boolean).join(" && ");
  const edits: JsonEdit[] = [
    ...(name === undefined ? [[["name"], app] satisfies JsonEdit] : []),
    [["scripts", "build"], build],
    [["scripts", "alchemy"], "kit alchemy"],
    ...Object.entries(NEEDED)
      .filter(([dependency]) => !(dependency in has))
      .map(([dependency, version]): JsonEdit => [["devDependencies", dependency], version]),
  ];
  const checks = ["typecheck", "test"].filter((script) => scripts[script] !== undefined);
  const ci = [...checks, "build"].map((script) => [script, `bun run ${script}`]);
  return { text: editJson(text, edits), ci: Object.fromEntries(ci) };
}
