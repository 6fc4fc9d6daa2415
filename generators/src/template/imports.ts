/** `import alone, { names } from "from";`. The keyword may also be `import type` or `export`. */
type Statement = { keyword: string; alone: string | undefined; names: string[]; from: string };

const STATEMENT = /^((?:import|export)(?: type)?) (?:(\w+)(?:, )?)?(?:\{ (.+) \})? from "(.+)";$/;
const LINE_WIDTH = 110;

/**
 * Tidies what a module imports, and exports from others, in the lines at its top up to the first blank one: one
 * statement for each module, in the order and the form that Biome gives them, imports before exports.
 *
 * @throws Error for a line there that is another kind of statement
 */
export function tidyImports(text: string): string {
  const end = text.indexOf("\n\n");
  const statements = merge(text.slice(0, end).split("\n").map(parse));
  const blocks = ["import", "export"].map((verb) =>
    statements
      .filter(({ keyword }) => keyword.startsWith(verb))
      .map(print)
      .join("\n"),
  );
  return blocks.filter((block) => block !== "").join("\n\n") + text.slice(end);
}

function parse(line: string): Statement {
  const [, keyword, alone, names, from] = STATEMENT.exec(line) ?? [];
  if (keyword === undefined || from === undefined) {
    throw new Error(`This is no import of the form that a template can have: ${line}`);
  }
  return { keyword, alone, names: names?.split(", ") ?? [], from };
}

function merge(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements) {
    const key = `${statement.keyword} ${statement.from}`;
    const before = merged.get(key) ?? { ...statement, names: [] };
    const names = [...new Set([...before.names, ...statement.names])].sort(byName);
    merged.set(key, { ...before, alone: before.alone ?? statement.alone, names });
  }
  return [...merged.values()].sort((a, b) => rank(a.from) - rank(b.from) || compare(a.from, b.from));
}

function print({ keyword, alone, names, from }: Statement): string {
  const inBraces = (list: string) => [alone, names.length > 0 && list].filter(Boolean).join(", ");
  const line = `${keyword} ${inBraces(`{ ${names.join(", ")} }`)} from "${from}";`;
  if (line.length <= LINE_WIDTH) return line;
  return `${keyword} ${inBraces(`{\n${names.map((name) => `  ${name},\n`).join("")}}`)} from "${from}";`;
}

/** `node:fs` before `hono` before `./item.ts`. */
function rank(from: string): number {
  if (from.startsWith(".")) return 2;
  return from.includes(":") ? 0 : 1;
}

function byName(a: string, b: string): number {
  return compare(a.replace(/^type /, ""), b.replace(/^type /, ""));
}

/** As in a dictionary; where only the case differs, capitals come first. */
function compare(a: string, b: string): number {
  return inDictionary(a) < inDictionary(b) ? -1 : 1;
}

function inDictionary(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => letter.toLowerCase() + (letter < "a" ? 0 : 1));
}
