import Handlebars from "handlebars";
import { tidyImports } from "./imports.ts";
import type { Insertion } from "./insertion.ts";
import { stampedPath, type TemplateFile } from "./layer.ts";

/** What the user was asked, by the names that the template's files use. */
export type Answers = Record<string, string>;

const SLOT = /\{\{> (\w+)\}\}/g;
const IMPORTS = "imports";

/**
 * Fills the values and the insertions into every `*.hbs` (and drops that ending); other files stay as they are.
 * A template that asks for a value that is not there is an error, not an empty string; so is an insertion for
 * which its file has no place. An insertion into a file that is not among these is left out.
 */
export function render(
  files: readonly TemplateFile[],
  values: Readonly<Record<string, unknown>>,
  insertions: readonly Insertion[] = [],
): TemplateFile[] {
  return files.map(({ path: from, text }) => {
    const path = stampedPath(from);
    const mine = insertions.filter((insertion) => insertion.path === path);
    const slots =
      path === from || typeof text !== "string" ? [] : [...text.matchAll(SLOT)].map(([, slot]) => slot);
    const homeless = mine.find(({ slot }) => !slots.includes(slot));
    if (homeless) throw new Error(`${from} has no place for “${homeless.slot}”.`);
    if (path === from || typeof text !== "string") return { path: from, text };
    const partials = Object.fromEntries(slots.map((slot = "") => [slot, textOf(mine, slot)]));
    const fill = Handlebars.compile(text, { strict: true, noEscape: true });
    const filled = fill(values, { partials });
    return { path, text: partials[IMPORTS] ? tidyImports(filled) : filled };
  });
}

function textOf(insertions: readonly Insertion[], slot: string): string {
  return insertions
    .filter((insertion) => insertion.slot === slot)
    .map(({ text }) => text)
    .join("");
}
