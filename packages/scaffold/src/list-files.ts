import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * The paths of all files below `folder`, relative to it, sorted. A link counts as a file: it is not followed
 * (as `readdir` with `recursive` does under Bun). `skip` names folders not to look into, wherever they are.
 */
export async function listFiles(folder: string, skip: readonly string[] = []): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    if (!entry.isDirectory()) return [entry.name];
    if (skip.includes(entry.name)) return [];
    const inside = await listFiles(join(folder, entry.name), skip);
    return inside.map((path) => `${entry.name}/${path}`);
  });
  return (await Promise.all(lists)).flat().sort();
}
