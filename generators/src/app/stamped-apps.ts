import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The names of the apps that the kit has stamped, sorted: the folders of `apps/` that have a `kit.json`. */
export async function stampedApps(root: string): Promise<string[]> {
  const entries = await readdir(join(root, "apps"), { withFileTypes: true }).catch(() => []);
  return entries
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(root, "apps", name, "kit.json")))
    .sort();
}
