import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Refusal } from "../../names/user-error.ts";

const versions = z.record(z.string(), z.string()).default({});

const manifest = z.object({
  name: z.string(),
  workspaces: z.array(z.string()).default([]),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
  optionalDependencies: versions,
});
export type Manifest = z.infer<typeof manifest>;

/** An app or a package of the repository, as its package.json tells. */
export interface Member {
  name: string;
  /** From the root, with `/`. */
  dir: string;
  /** The kit itself may be among them, in a repository that carries it: nobody's to verify there. */
  kind: "app" | "package" | "vendored";
  /** The names of the packages that its package.json asks for, other members or not. */
  asksFor: readonly string[];
}

/** Every app and package of a repository, by folder. @throws Refusal for a package.json that cannot be read */
export async function readMembers(root: string): Promise<Member[]> {
  const { workspaces } = await readManifest(root, "");
  const dirs = workspaces.flatMap((pattern) => foldersOf(root, pattern));
  const members = await Promise.all(dirs.map((dir) => readMember(root, dir)));
  return members.toSorted((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** @throws Refusal when there is none, or it cannot be read */
export async function readManifest(root: string, dir: string): Promise<Manifest> {
  const path = dir ? `${dir}/package.json` : "package.json";
  try {
    return manifest.parse(JSON.parse(await readFile(join(root, path), "utf8")));
  } catch (cause) {
    throw new Refusal("manifest-unreadable", `${path} cannot be read as a package's manifest.`, {
      kind: "usage",
      action: `git checkout -- ${path}`,
      cause,
    });
  }
}

/** Bun's patterns are a folder, or all folders in one: `generators`, `apps/*`. */
function foldersOf(root: string, pattern: string): string[] {
  if (!pattern.endsWith("/*")) return isPackage(root, pattern) ? [pattern] : [];
  const parent = pattern.slice(0, -2);
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent))
    .map((name) => `${parent}/${name}`)
    .filter((dir) => isPackage(root, dir));
}

function isPackage(root: string, dir: string): boolean {
  return existsSync(join(root, dir, "package.json"));
}

async function readMember(root: string, dir: string): Promise<Member> {
  const found = await readManifest(root, dir);
  const asked = { ...found.dependencies, ...found.devDependencies };
  const all = { ...asked, ...found.peerDependencies, ...found.optionalDependencies };
  return {
    name: found.name,
    dir,
    kind: kindOf(root, dir),
    asksFor: Object.entries(all).map(([name, version]) => aliased(version) ?? name),
  };
}

function kindOf(root: string, dir: string): Member["kind"] {
  if (dir.startsWith("vendor/")) return "vendored";
  return existsSync(join(root, dir, "alchemy.config.ts")) ? "app" : "package";
}

/** `npm:@alchemy-kit/deploy@0.1.0` asks for the package named in it. */
function aliased(version: string): string | undefined {
  return /^npm:((?:@[^/@]+\/)?[^@]+)/.exec(version)?.[1];
}
