import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import manifest from "../../package.json" with { type: "json" };
import { Refusal } from "../names/user-error.ts";
import type { AppPlace } from "./workspace.ts";

/** The alchemy that the kit is on. */
const supported = manifest.dependencies.alchemy;

/** The packages in which alchemy 2 comes to Cloudflare, and the name that it had before it was alchemy 2. */
const ofAlchemyTwo = /^(@alchemy\.run\/.+|alchemy-effect)$/;

/** A package as it is installed for an app. */
interface Installed {
  /** The name that the app imports it by. */
  name: string;
  /** `null` where its package.json does not say it, or not as a version is written. */
  version: string | null;
}

/**
 * Looks at the alchemy that an app's program would be run on: what the app's folder resolves, not what the kit does.
 * @throws Refusal where that is another than the 0.x that the kit is on. Alchemy 2 reads no variable for the address of
 *   Cloudflare's API, so its program would send the emulator's token, and every change, to the real one
 */
export function assertAlchemyRuns({ name, dir }: AppPlace): void {
  for (const wanted of alchemyNames(dir)) {
    const installed = findInstalled(wanted, realpathSync(dir));
    if (installed && !isSupported(installed)) throw refusal(name, installed);
  }
}

function isSupported({ name, version }: Installed): boolean {
  return !ofAlchemyTwo.test(name) && version?.startsWith("0.") === true;
}

function refusal(app: string, { name, version }: Installed): Refusal {
  const found = version === null ? `${name} in a version that cannot be read` : `${name} ${version}`;
  return new Refusal(
    "alchemy-unsupported",
    `apps/${app} has ${found} installed: this is ${familyOf({ name, version })}, and the kit is on alchemy ${supported}. A program of alchemy 2 cannot be told the address of the API, and would send the emulator's token and all that it does to Cloudflare. Nothing was run. Write the program for alchemy ${supported}:`,
    { action: `(cd apps/${app} && bun add --dev --exact alchemy@${supported})` },
  );
}

function familyOf({ name, version }: Installed): string {
  if (ofAlchemyTwo.test(name)) return "alchemy 2";
  return version === null ? "an unknown alchemy" : `alchemy ${Number.parseInt(version, 10)}`;
}

const dependenciesSchema = z.record(z.string(), z.string()).catch({});
const packageSchema = z.looseObject({
  dependencies: dependenciesSchema,
  devDependencies: dependenciesSchema,
  optionalDependencies: dependenciesSchema,
});
const versionSchema = z.looseObject({ version: z.string().regex(/^\d+\.\d+\.\d+[\w.+-]*$/) });

/** The names by which an app may import alchemy: its own, those of an alias, and those of alchemy 2's other packages. */
function alchemyNames(dir: string): Set<string> {
  const read = packageSchema.safeParse(readJson(join(dir, "package.json")));
  const wanted = read.success
    ? Object.entries({
        ...read.data.optionalDependencies,
        ...read.data.devDependencies,
        ...read.data.dependencies,
      })
    : [];
  const others = wanted.filter(([name, range]) => ofAlchemyTwo.test(name) || /^npm:alchemy(@|$)/.test(range));
  return new Set(["alchemy", ...others.map(([name]) => name)]);
}

/** The package that an import from a folder resolves to; `undefined` where there is none. */
function findInstalled(name: string, from: string): Installed | undefined {
  for (let dir = from; ; dir = dirname(dir)) {
    const found = readJson(join(dir, "node_modules", name, "package.json"));
    if (found !== undefined) return { name, version: versionSchema.safeParse(found).data?.version ?? null };
    if (dir === dirname(dir)) return undefined;
  }
}

/** What a file of JSON holds; `null` where it is no JSON, `undefined` where it is not there. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return error instanceof SyntaxError ? null : undefined;
  }
}
