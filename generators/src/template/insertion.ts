/** Lines that one layer of a template puts into a file of a layer below it, where that says `{{> slot}}`. */
export type Insertion = { path: string; slot: string; text: string };

const HEADING = /^>>> (\w+)\n/m;

/**
 * Reads a `<file>.insert`: under each heading `>>> slot`, the lines that go there.
 *
 * @param path of the file that they go into
 * @throws Error when something stands above the first heading
 */
export function parseInsertions(path: string, text: string): Insertion[] {
  const [above, ...parts] = text.split(HEADING);
  if (above !== "") throw new Error(`${path}.insert must begin with a heading such as “>>> imports”.`);
  return parts.flatMap((slot, index) =>
    index % 2 === 0 ? [{ path, slot, text: (parts[index + 1] ?? "").trimEnd() }] : [],
  );
}
