import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, normalize, relative, sep } from "node:path";
import { packTar, unpackTar } from "modern-tar";
import { type Digest, digestOf } from "../names/identity.ts";
import { kitVersion } from "./kit-version.ts";
import type { App } from "./load-app.ts";
import type { Program } from "./program.ts";

/** The folders of an app that travel in its artifact, beside its bundled program. */
const folders = ["dist", "migrations"];

export interface Artifact {
  digest: Digest;
  bytes: Uint8Array;
  files: number;
  /** Their names below migrations/. */
  migrations: string[];
}

/**
 * Packs what the app's build left, its migrations and its bundled program into one tar archive whose bytes
 * depend on nothing else: paths sorted, no times, no owners. `sha256sum` of the file is its digest.
 */
export async function packArtifact(app: App, program: Program): Promise<Artifact> {
  const files = new Map<string, Uint8Array>(program.workers);
  for (const folder of folders) {
    for (const path of await filesUnder(join(app.dir, folder))) {
      files.set(relative(app.dir, path).split(sep).join("/"), await readFile(path));
    }
  }
  files.set("alchemy.run.js", new TextEncoder().encode(program.code));
  files.set("artifact.json", new TextEncoder().encode(manifestOf(app)));

  const entries = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const bytes = await packTar(
    entries.map(([name, body]) => ({
      header: { name, size: body.byteLength, mode: 0o644, mtime: new Date(0), type: "file" as const },
      body,
    })),
  );
  const prefix = "migrations/";
  const migrations = entries.flatMap(([name]) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  );
  return { digest: await digestOf(bytes), bytes, files: entries.length, migrations };
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

function manifestOf(app: App): string {
  return `${JSON.stringify({ schema: 1, app: app.name, bun: Bun.version, kit: kitVersion }, null, 2)}\n`;
}

async function filesUnder(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
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
