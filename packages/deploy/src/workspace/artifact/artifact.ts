import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, normalize, relative, sep } from "node:path";
import { packTar, unpackTar } from "modern-tar";
import { z } from "zod";
import type { EnvironmentReads } from "../../core/variables.ts";
import { defaultFolder, migrationName } from "../../migrations/migration.ts";
import { type Digest, digestOf } from "../../names/identity.ts";
import { kitVersion } from "../kit-version.ts";
import type { App } from "../load-app.ts";
import type { ProgramSql } from "../program-sql/pack.ts";
import type { Program } from "./program.ts";

/** The folders of an app that travel in its artifact, beside its bundled program and what that names. */
const folders = ["dist", defaultFolder];

/** What an artifact says of itself. Those of older kits do not list their folders of migrations. */
const manifest = z.looseObject({ migrations: z.array(z.string()).optional() });

export interface Artifact {
  digest: Digest;
  bytes: Uint8Array;
  files: number;
  /** Their names: paths below migrations/, or from the artifact's root where they are in another folder. */
  migrations: string[];
}

/** What was found out of a program by reading it; artifact.json tells it. */
export interface ProgramFacts {
  /** What else of the app's folder its databases take SQL from. */
  sql: ProgramSql;
  /** The variables that it reads. */
  variables: EnvironmentReads;
}

/**
 * Packs what the app's build left, its migrations and its bundled program into one tar archive whose bytes
 * depend on nothing else: paths sorted, no times, no owners. `sha256sum` of the file is its digest.
 */
export async function packArtifact(app: App, program: Program, found: ProgramFacts): Promise<Artifact> {
  const files = new Map<string, Uint8Array>(program.workers);
  for (const path of await pathsToPack(app, found.sql)) {
    files.set(relative(app.dir, path).split(sep).join("/"), await readFile(path));
  }
  files.set("alchemy.run.js", new TextEncoder().encode(program.code));
  files.set("artifact.json", new TextEncoder().encode(manifestOf(app, found)));

  const entries = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const bytes = await packTar(
    entries.map(([name, body]) => ({
      header: { name, size: body.byteLength, mode: 0o644, mtime: new Date(0), type: "file" as const },
      body,
    })),
  );
  const paths = entries.map(([name]) => name);
  return {
    digest: await digestOf(bytes),
    bytes,
    files: entries.length,
    migrations: namesIn(paths, found.sql),
  };
}

/** @param about an artifact's artifact.json. @returns `undefined` where an older kit made it, which listed none */
export function listedFolders(about: string): string[] | undefined {
  return manifest.parse(JSON.parse(about)).migrations;
}

async function pathsToPack(app: App, sql: ProgramSql): Promise<string[]> {
  const whole = await Promise.all(folders.map((folder) => filesUnder(join(app.dir, folder))));
  const named = await Promise.all(sql.folders.map((folder) => filesUnder(join(app.dir, folder))));
  return [
    ...whole.flat(),
    ...named.flat().filter((path) => path.endsWith(".sql")),
    ...sql.files.map((path) => join(app.dir, path)),
  ];
}

/** What the ledger remembers a release's migrations by. */
function namesIn(paths: readonly string[], sql: ProgramSql): string[] {
  const names = sql.folders.flatMap((folder) =>
    paths.flatMap((path) =>
      path.startsWith(`${folder}/`) && (folder === defaultFolder || path.endsWith(".sql"))
        ? [migrationName(folder, path.slice(folder.length + 1))]
        : [],
    ),
  );
  return [...new Set(names)];
}

/** The folders of an artifact that its databases take migrations from. */
export async function migrationFolders(files: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const text = (path: string) => new TextDecoder().decode(files.get(path));
  const listed = files.has("artifact.json") ? listedFolders(text("artifact.json")) : undefined;
  if (listed) return listed;
  // An older kit listed none, so its program is read for them, with a parser that takes long to load.
  const { foldersNamedIn } = await import("../program-sql/pack.ts");
  return [...new Set([defaultFolder, ...foldersNamedIn(text("alchemy.run.js"))])];
}

/** What an artifact holds, by path. @throws when one of the paths leads outside */
export async function filesOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const entries = await unpackTar(bytes);
  return new Map(
    entries.flatMap(({ header, data }) =>
      header.type === "file" && data ? [[pathInside(header.name), data] as const] : [],
    ),
  );
}

/**
 * Puts an artifact's files into a folder inside the app's, where its program finds the packages that it
 * imports. A folder that stands there already is written anew: nobody may have touched what is about to run.
 * @param beside the artifact for whose sake this one is unpacked, if so: its folder is then one of their own
 * @returns the folder
 */
export async function unpackArtifact(
  app: App,
  digest: Digest,
  bytes: Uint8Array,
  beside?: Digest,
): Promise<string> {
  const home = join(app.dir, ".kit", "artifacts");
  await mkdir(home, { recursive: true });
  const fresh = await mkdtemp(join(home, "unpacking-"));
  for (const [name, body] of await filesOf(bytes)) {
    const path = join(fresh, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
  }
  const folder = join(home, [digest, beside ?? []].flat().map(shortName).join("-beside-"));
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return folder;
}

function manifestOf({ name }: App, { sql, variables }: ProgramFacts): string {
  const manifest = {
    schema: 1,
    app: name,
    bun: Bun.version,
    kit: kitVersion,
    migrations: sql.folders,
    variables,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

async function filesUnder(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const isFile = entry.isFile() || (entry.isSymbolicLink() && (await stat(path)).isFile());
      return isFile ? [path] : [];
    }),
  );
  return found.flat();
}

function shortName(digest: Digest): string {
  return digest.slice("sha256:".length, "sha256:".length + 16);
}

function pathInside(name: string): string {
  const path = normalize(name);
  if (path.startsWith("..") || path.startsWith(sep))
    throw new Error(`The artifact holds a path outside itself: ${name}`);
  return path;
}
