import Handlebars from "handlebars";
import type { TemplateFile } from "./read-template.ts";

/** What the user was asked, by the names that the template's files use. */
export type Answers = Record<string, string>;

const FILLED_IN = ".hbs";

/**
 * Fills the answers into every `*.hbs` (and drops that ending); other files stay as they are.
 * A template that asks for an answer that is not there is an error, not an empty string.
 */
export function render(files: readonly TemplateFile[], answers: Answers): TemplateFile[] {
  return files.map(({ path, text }) => {
    if (!path.endsWith(FILLED_IN) || typeof text !== "string") return { path, text };
    const fill = Handlebars.compile(text, { strict: true, noEscape: true });
    return { path: path.slice(0, -FILLED_IN.length), text: fill(answers) };
  });
}
