import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";

/** What a file cannot start without: itself, and what it imports statically, types left out. */
export interface Loaded {
  /** Paths relative to the root. */
  files: readonly string[];
  /** Packages and built-in modules, as written. */
  packages: readonly string[];
}

/**
 * Follows the static imports of a TypeScript file, through every file that they lead to below a folder.
 * @param root absolute path
 * @param entry relative to the root
 */
export function loadedModules(root: string, entry: string): Loaded {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!file.endsWith(".ts")) continue;
    const code = readFileSync(join(root, file), "utf8").replace(/^#!.*/, "");
    for (const { kind, path } of transpiler.scanImports(code)) {
      if (kind !== "import-statement") continue;
      if (path.startsWith(".")) waiting.push(normalize(join(dirname(file), path)));
      else packages.add(path);
    }
  }
  return { files: [...files].toSorted(), packages: [...packages].toSorted() };
}
