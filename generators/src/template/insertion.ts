/** Lines that one layer of a template puts into a file of a layer below it, where that says `{{> slot}}`. */
export type Insertion = { path: string; slot: string; text: string };

const HEADING = /^>>> (\w+)$/;

/**
 * Reads a `<file>.insert`: under each heading `>>> slot`, the lines that go there just as they are, a blank
 * one at the end included.
 *
 * @param path of the file that they go into
 * @throws Error when something stands above the first heading
 */
export function parseInsertions(path: string, text: string): Insertion[] {
  const insertions: Insertion[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const slot = HEADING.exec(line.trimEnd())?.[1];
    const last = insertions.at(-1);
    if (slot !== undefined) insertions.push({ path, slot, text: "" });
    else if (last !== undefined) last.text += line;
    else throw new Error(`${path}.insert must begin with a heading such as “>>> imports”.`);
  }
  return insertions;
}
