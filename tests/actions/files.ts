/**
 * What a step wrote into one of its files, `name=value` or `name<<END`, lines, `END`.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#multiline-strings
 * @throws for a line that is neither, as the runner does
 */
export function parseValues(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    if (line === "") continue;
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && end !== undefined) {
      const close = lines.indexOf(end);
      if (close === -1) throw new Error(`Matching delimiter not found '${end}'`);
      values[name] = lines
        .splice(0, close + 1)
        .slice(0, -1)
        .join("\n");
      continue;
    }
    const at = line.indexOf("=");
    if (at < 1) throw new Error(`Invalid format '${line}'`);
    values[line.slice(0, at)] = line.slice(at + 1);
  }
  return values;
}
