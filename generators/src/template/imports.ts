type Statement = {
  verb: "import" | "export";
  type: boolean;
  alone: string | undefined;
  names: string[];
  from: string;
};

const STATEMENT = /^(import|export) (type )?(?:(\w+)(?:, )?)?(?:\{ (.+) \})? from "(.+)";$/;
const LINE_WIDTH = 110;

/**
 * Tidies what a module imports, and exports from others, in the lines at its top up to the first blank one: one
 * statement for each module, in the order and the form that Biome gives them.
 *
 * @throws Error for a line there that is another kind of statement
 */
export function tidyImports(text: string): string {
  const end = text.indexOf("\n\n");
  const statements = merge(text.slice(0, end).split("\n").map(parse));
  const [imports, exports] = (["import", "export"] as const).map((verb) =>
    statements.filter((statement) => statement.verb === verb).map(print),
  );
  return (
    [imports, exports]
      .map((lines) => lines?.join("\n"))
      .filter(Boolean)
      .join("\n\n") + text.slice(end)
  );
}

function parse(line: string): Statement {
  const [, verb, type, alone, names, from] = STATEMENT.exec(line) ?? [];
  if ((verb !== "import" && verb !== "export") || from === undefined) {
    throw new Error(`This is no import of the form that a template can have: ${line}`);
  }
  return { verb, type: type !== undefined, alone, names: names?.split(", ") ?? [], from };
}

function merge(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements) {
    const key = [statement.verb, statement.type, statement.from].join(" ");
    const { names = [], alone } = merged.get(key) ?? {};
    const all = [...new Set([...names, ...statement.names])].sort((a, b) => compare(bare(a), bare(b)));
    merged.set(key, { ...statement, alone: statement.alone ?? alone, names: all });
  }
  return [...merged.values()].sort((a, b) => rank(a.from) - rank(b.from) || compare(a.from, b.from));
}

function print({ verb, type, alone, names, from }: Statement): string {
  const before = [verb, type ? "type" : "", alone === undefined ? "" : alone + (names.length > 0 ? "," : "")]
    .filter(Boolean)
    .join(" ");
  const line = `${before} ${names.length > 0 ? `{ ${names.join(", ")} } ` : ""}from "${from}";`;
  if (line.length <= LINE_WIDTH) return line;
  return `${before} {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

/** `node:fs` before `hono` before `./item.ts`. */
function rank(from: string): number {
  if (from.startsWith(".")) return 2;
  return from.includes(":") ? 0 : 1;
}

/** As in a dictionary; where only the case differs, capitals come first. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) =>
    text.replace(/[a-z]/gi, (c) => c.toLowerCase() + (c < "a" ? 0 : 1)),
  );
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

function bare(name: string): string {
  return name.replace(/^type /, "");
}
