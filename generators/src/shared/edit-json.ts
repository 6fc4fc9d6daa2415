import { applyEdits, type JSONPath, modify } from "jsonc-parser";

/** A value to be set at a path in a JSON text; undefined takes it away. */
export type JsonEdit = [path: JSONPath, value: unknown];

/** Edits a JSON text in place: what is not named stays as it is written, comments included. */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^( +)"/m.exec(text)?.[1]?.length ?? 2,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  return edits.reduce(
    (edited, [path, value]) => applyEdits(edited, modify(edited, path, value, { formattingOptions })),
    text,
  );
}
