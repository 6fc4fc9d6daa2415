import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { kitFile } from "../shared/kit-files.ts";

/**
 * Where the templates are: in the repository at `root`, where it has its own (see `gen eject`); else the kit's,
 * which are inside this package once it is packed, and beside it in the kit's own repository.
 */
export function templatesFolder(root?: string): string {
  const own = root === undefined ? undefined : join(root, "templates");
  if (own !== undefined && namesIn(own).length > 0) return own;
  return kitFile("templates", "templates");
}

/** The names of the templates in a folder of them. */
export async function templateNames(folder = templatesFolder()): Promise<string[]> {
  return namesIn(folder);
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  return names.filter((name) => existsSync(join(folder, name, "template.json"))).sort();
}
