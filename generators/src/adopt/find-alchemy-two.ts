import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { z } from "zod";
import type { Files } from "../shared/files.ts";
import { parseJson } from "../shared/parse-json.ts";

/** The alchemy that the kit is on. */
export const KIT_ALCHEMY = "0.94.0";

/** What outside a project's own files tells which alchemy it is on; undefined where that tells nothing. */
export type AlchemyAround = {
  /** The version that its folder resolves. */
  installed: string | undefined;
  /** Each version of alchemy in the nearest lockfile. */
  locked: string[];
};

/** The packages in which alchemy 2 comes to Cloudflare, and the name that it had before it was alchemy 2. */
const OF_ALCHEMY_TWO = /^(@alchemy\.run\/.+|alchemy-effect)$/;

/** What only a program of alchemy 2 has. */
const PROGRAM_OF_TWO = /\bfrom\s+["'](@alchemy\.run\/[^"']+|alchemy\/[A-Z][^"']*)["']|\bAlchemy\.Stack\s*\(/;

const rangesSchema = z.record(z.string(), z.string()).catch({});
const manifestSchema = z.looseObject({
  dependencies: rangesSchema,
  devDependencies: rangesSchema,
  optionalDependencies: rangesSchema,
  peerDependencies: rangesSchema,
});

/**
 * Finds out whether a project is on alchemy 2, which the kit cannot run: its program reads no variable for the address
 * of Cloudflare's API. What package.json asks for decides, then what is installed, then the lockfile, then the program.
 *
 * @returns what says so; undefined where it is not on alchemy 2
 */
export function findAlchemyTwo(files: Files, { installed, locked }: AlchemyAround): string | undefined {
  const manifest = manifestSchema.safeParse(parse(String(files.get("package.json") ?? "")));
  const ranges = manifest.success ? rangesOf(manifest.data) : [];
  for (const [name, range] of ranges) {
    if (OF_ALCHEMY_TWO.test(name) || meaning(range) === "two")
      return `package.json asks for ${name} ${JSON.stringify(range)}`;
  }
  const program = files.get("alchemy.run.ts");
  if (typeof program === "string" && PROGRAM_OF_TWO.test(program)) return "alchemy.run.ts is written for it";
  if (typeof program !== "string" && ranges.length === 0) return undefined;
  if (installed !== undefined) return isTwo(installed) ? `alchemy ${installed} is installed` : undefined;
  const isTold = ranges.some(([, range]) => meaning(range) === "zero");
  const version = isTold ? undefined : locked.find(isTwo);
  return version === undefined ? undefined : `its lockfile has alchemy ${version}`;
}

/** The versions of alchemy that a package.json asks for, aliases such as `npm:alchemy@2` among them. */
function rangesOf({
  peerDependencies,
  optionalDependencies,
  devDependencies,
  dependencies,
}: z.infer<typeof manifestSchema>): [string, string][] {
  const all = { ...peerDependencies, ...optionalDependencies, ...devDependencies, ...dependencies };
  return Object.entries(all).filter(
    ([name, range]) => name === "alchemy" || OF_ALCHEMY_TWO.test(name) || /^npm:alchemy(@|$)/.test(range),
  );
}

/**
 * The alchemy that a range stands for. A tag such as `latest` is alchemy 2 since August 2026. `workspace:*`, a folder or
 * an address tell nothing.
 */
function meaning(range: string): "zero" | "two" | "unknown" {
  const asked = range.replace(/^npm:alchemy@?/, "").trim();
  if (/[:/]/.test(asked)) return "unknown";
  if (asked === "" || /^[*xX]$/.test(asked)) return "unknown";
  if (/^[a-z]/i.test(asked) && !/^v\d/.test(asked)) return "two";
  return asked.split("||").some((part) => isTwo(part.trim().replace(/^[\s=<>~^v]+/, ""))) ? "two" : "zero";
}

/** Whether a version is not of the 0.x that the kit is on. There was no alchemy 1. */
function isTwo(version: string): boolean {
  return Number.parseInt(version, 10) >= 1;
}

const versionSchema = z.looseObject({ version: z.string().regex(/^\d+\.\d+\.\d+[\w.+-]*$/) });

/** Looks at what is around a project: what is installed for its folder, and the lockfile that it is in. */
export async function readAlchemyAround(folder: string): Promise<AlchemyAround> {
  const above = foldersUpFrom(folder);
  const installed = await firstOf(above, async (dir) => {
    const found = await readText(join(dir, "node_modules", "alchemy", "package.json"));
    return versionSchema.safeParse(parseJson(found ?? "")).data?.version;
  });
  const locked = await firstOf(above, async (dir) => {
    const texts = await Promise.all(LOCKFILES.map((name) => readText(join(dir, name))));
    const found = texts.filter((text) => text !== undefined);
    return found.length > 0 ? found.flatMap(versionsLocked) : undefined;
  });
  return { installed, locked: locked ?? [] };
}

const LOCKFILES = ["bun.lock", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];

/**
 * Every version of alchemy in a lockfile's text: `alchemy@2.0.0` as bun, pnpm and yarn write it, and npm's
 * `"node_modules/alchemy": { "version": "2.0.0"`.
 */
function versionsLocked(text: string): string[] {
  const found = [
    /(?:^|[\s"'/])alchemy@(?:npm:)?(\d[\w.+-]*)/gm,
    /"(?:[^"]*\/)?node_modules\/alchemy":\s*\{\s*"version":\s*"(\d[\w.+-]*)"/g,
    /^"?alchemy@[^\n]*:\n\s+version:? "?(\d[\w.+-]*)/gm,
  ].flatMap((pattern) => [...text.matchAll(pattern)].map(([, version = ""]) => version));
  return [...new Set(found)];
}

function foldersUpFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpFrom(above)];
}

async function firstOf<Found>(
  folders: readonly string[],
  look: (folder: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (const folder of folders) {
    const found = await look(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
