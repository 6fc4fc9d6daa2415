import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";

/** A built Worker's modules, as they are uploaded: paths relative to `root`, one of them where it starts. */
export type Built = { root: string; entrypoint: string; modules: { path: string; type: ModuleType }[] };
type ModuleType = "esm" | "cjs" | "wasm" | "text" | "data";

const types: Record<string, ModuleType> = {
  ".js": "esm",
  ".mjs": "esm",
  ".cjs": "cjs",
  ".wasm": "wasm",
  ".txt": "text",
  ".html": "text",
  ".sql": "text",
};

/**
 * What the build made of a Worker: `./src/worker.ts` is `./dist/worker/worker.js`, and everything beside it
 * belongs to it, source maps aside.
 * @throws Error when it was not built
 */
export async function builtWorker(folder: string, entrypoint: string): Promise<Built> {
  const root = join(folder, "dist", "worker");
  const main = `${basename(entrypoint, extname(entrypoint))}.js`;
  const files = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const modules = files
    .filter((file) => file.isFile() && extname(file.name) !== ".map")
    .map((file) => join(file.parentPath, file.name).slice(root.length + 1))
    .toSorted()
    .map((path) => ({ path, type: types[extname(path)] ?? ("data" as const) }));
  if (!modules.some(({ path }) => path === main)) {
    throw new Error(`There is no dist/worker/${main}: the app's build has to make it of ${entrypoint}.`);
  }
  return { root, entrypoint: main, modules };
}
