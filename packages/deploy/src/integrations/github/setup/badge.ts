import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { change, type Item, there } from "./item.ts";
import type { Scene } from "./scene.ts";

/** A badge under the first heading of README.md that says whether main is well. The file is yours to commit. */
export async function badge({ workspace, url }: Scene): Promise<Item[]> {
  const file = join(workspace.root, "README.md");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const what = "badge in README.md";
  const workflow = `${url}/actions/workflows/ci.yml`;
  if (text.includes("actions/workflows/ci.yml/badge.svg")) return [there(what)];
  const line = `[![CI](${workflow}/badge.svg?branch=main)](${workflow})`;
  const [before, after] = split(text);
  return [change(what, "added; commit it", () => writeFile(file, `${before}${line}\n\n${after}`))];
}

/** At the place for a badge: after the first heading, or at the top. */
function split(text: string): [string, string] {
  const heading = /^# .*\n+/m.exec(text);
  const at = heading ? heading.index + heading[0].length : 0;
  const before = text.slice(0, at);
  return [before === "" || before.endsWith("\n\n") ? before : `${before}\n`, text.slice(at)];
}
