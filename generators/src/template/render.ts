import { compile, type Fill } from "./compile.ts";
import { tidyImports } from "./imports.ts";
import type { Insertion } from "./insertion.ts";
import { stampedPath, type TemplateFile } from "./layer.ts";

/** What the user was asked, by the names that the template's files use. */
export type Answers = Record<string, string>;

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
  return files.map((file) => {
    const path = stampedPath(file.path);
    const mine = insertions.filter((insertion) => insertion.path === path);
    if (typeof file.text !== "string" || (path === file.path && mine.length === 0)) return file;
    return { path, text: fill(file.path, file.text, values, mine) };
  });
}

function fill(path: string, text: string, values: object, insertions: readonly Insertion[]): string {
  const slots = [...text.matchAll(/\{\{> (\w+)\}\}/g)].map(([, slot = ""]) => slot);
  const stray = insertions.find(({ slot }) => !slots.includes(slot));
  if (stray) throw new Error(`${path} has no place for “${stray.slot}”: {{> ${stray.slot}}}.`);

  const partials = Object.fromEntries(slots.map((slot) => [slot, partFor(slot, text, insertions)]));
  const filled = compile(text)(values, { partials });
  const tidied = insertions.some(({ slot }) => slot === IMPORTS) ? tidyImports(filled) : filled;
  // Where nothing was put between two blank lines, there is one.
  return `${tidied.replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

/** What goes into a slot: lines, or paragraphs where the slot has a blank line before and after it. */
function partFor(slot: string, text: string, insertions: readonly Insertion[]): Fill {
  const parts = insertions.filter((insertion) => insertion.slot === slot).map(({ text }) => compile(text));
  const isParagraph = new RegExp(`\\n\\n *\\{\\{> ${slot}\\}\\}\\n(\\n|$)`).test(text);
  return (values) => parts.map((part) => `${part(values)}\n`).join(isParagraph ? "\n" : "");
}
