import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Where the templates are: inside this package once it is packed, beside it in the kit's own repository. */
export function templatesFolder(): string {
  const packed = join(import.meta.dirname, "../../templates");
  return existsSync(packed) ? packed : join(import.meta.dirname, "../../../templates");
}

/** The names of the templates there are. */
export async function templateNames(): Promise<string[]> {
  const entries = await readdir(templatesFolder(), { withFileTypes: true });
  return entries
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(templatesFolder(), entry.name, "template.json")),
    )
    .map((entry) => entry.name)
    .sort();
}
