/** How the lines of a text end. `mixed` is kept line by line. */
export type LineEnding = "lf" | "crlf" | "mixed";

export function lineEndingOf(text: string): LineEnding {
  const all = text.match(/\n/g)?.length ?? 0;
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  if (crlf === 0) return "lf";
  return crlf === all ? "crlf" : "mixed";
}

export function toLf(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** A text whose lines end in LF, with the ending asked for. */
export function withLineEnding(text: string, ending: LineEnding): string {
  return ending === "crlf" ? text.replaceAll("\n", "\r\n") : text;
}
