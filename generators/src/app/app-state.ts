import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { contentOf, digestOf, listFiles } from "@alchemy-kit/scaffold";
import { GENERATED_FOLDERS } from "../shared/files.ts";
import type { AppManifest } from "./app-manifest.ts";
import { readAppManifest } from "./app-manifest.ts";

/** An app's files, held against what was stamped. Paths are relative to the app's folder. */
export type AppState = {
  manifest: AppManifest;
  /** As stamped, `kit.json` included. */
  untouched: string[];
  edited: string[];
  added: string[];
  /** Stamped, and since removed. */
  missing: string[];
};

/** Reads how the app in `folder` (relative to `root`) has come to differ from what was stamped. */
export async function readAppState(root: string, folder: string): Promise<AppState> {
  const manifest = await readAppManifest(root, folder);
  const found = await listFiles(join(root, folder), GENERATED_FOLDERS);
  const state: AppState = { manifest, untouched: [], edited: [], added: [], missing: [] };
  for (const path of found) state[await kindOf(join(root, folder), path, manifest)].push(path);
  state.missing = Object.keys(manifest.files).filter((path) => !found.includes(path));
  return state;
}

async function kindOf(
  folder: string,
  path: string,
  { files }: AppManifest,
): Promise<"untouched" | "edited" | "added"> {
  if (path === "kit.json") return "untouched";
  const stamped = files[path];
  if (stamped === undefined) return "added";
  return digestOf(contentOf(await readFile(join(folder, path)))) === stamped ? "untouched" : "edited";
}
