import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Content, contentOf, listFiles } from "@alchemy-kit/scaffold";
import { GENERATED_FOLDERS } from "../shared/files.ts";
import { type Insertion, parseInsertions } from "./insertion.ts";

export type TemplateFile = { path: string; text: Content };

/** A folder of a template: files of its own, and what it inserts into those of the layers below it. */
export type Layer = { files: readonly TemplateFile[]; insertions: readonly Insertion[] };

const INSERT = ".insert";

/** Reads the layer in this folder. A folder that is not there is an empty layer. */
export async function readLayer(folder: string): Promise<Layer> {
  const found = await readFiles(folder).catch(emptyIfAbsent);
  return {
    files: found.filter(({ path }) => !path.endsWith(INSERT)),
    insertions: found
      .filter(({ path }) => path.endsWith(INSERT))
      .flatMap(({ path, text }) => parseInsertions(path.slice(0, -INSERT.length), String(text))),
  };
}

/** Lays each layer on those before it: a file replaces one of the same path, insertions add up. */
export function pile(layers: readonly Layer[]): Layer {
  const files = new Map(layers.flatMap((layer) => layer.files.map((file) => [stampedPath(file.path), file])));
  return {
    files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file),
    insertions: layers.flatMap((layer) => layer.insertions),
  };
}

/** Where a template's file is stamped: `*.hbs` is filled in, and loses that ending. */
export function stampedPath(path: string): string {
  return path.replace(/\.hbs$/, "");
}

/** Every file in a folder of template files, but for what work in that folder leaves there. */
export async function readFiles(folder: string): Promise<TemplateFile[]> {
  const paths = await listFiles(folder, GENERATED_FOLDERS);
  return Promise.all(
    paths.map(async (path) => ({ path, text: contentOf(await readFile(join(folder, path))) })),
  );
}

function emptyIfAbsent(error: unknown): TemplateFile[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
