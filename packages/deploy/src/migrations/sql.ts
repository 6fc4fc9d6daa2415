/** A piece of SQL that means something: comments and white space are left out. */
export interface SqlToken {
  kind: "word" | "quoted" | "string" | "blob" | "other";
  /** As written. */
  text: string;
  /** Where it begins, counted in UTF-16 units from the start of the SQL. */
  at: number;
}

/** One statement: as written, without its semicolon, and as tokens. */
export interface SqlStatement {
  text: string;
  tokens: readonly SqlToken[];
}

/** Comments, blobs, strings, names in each of SQLite's three quotes, words and numbers, anything else. */
const token =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<blob>[xX]'[^']*'?)|(?<string>'[^']*(?:''[^']*)*'?)|(?<quoted>"[^"]*(?:""[^"]*)*"?|`[^`]*(?:``[^`]*)*`?|\[[^\]]*\]?)|(?<word>[\p{L}\p{N}_$]+)|(?<other>\S)/gu;

/**
 * SQL taken apart into its statements. Semicolons in comments, strings, quoted names and the bodies of
 * triggers end nothing. What does not end well (an open string or comment) runs to the end of the text.
 */
export function sqlStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let tokens: SqlToken[] = [];
  let depth = 0;
  for (const found of tokensOf(sql)) {
    if (found.text === ";" && depth === 0) {
      statements.push(...statementOf(sql, tokens));
      tokens = [];
      continue;
    }
    tokens.push(found);
    depth = Math.max(0, depth + nesting(found, tokens, depth));
  }
  return [...statements, ...statementOf(sql, tokens)];
}

/** A word in capitals; `undefined` for anything that cannot be a keyword. */
export function keyword(found: SqlToken | undefined): string | undefined {
  return found?.kind === "word" ? found.text.toUpperCase() : undefined;
}

/** What a string or a quoted name says. */
export function unquoted(text: string): string {
  switch (text[0]) {
    case "[":
      return text.slice(1, -1);
    case '"':
    case "`":
    case "'":
      return text.slice(1, -1).replaceAll(text[0].repeat(2), text[0]);
    default:
      return text;
  }
}

/** The name that a token gives, in small letters: SQLite's names do not tell ASCII capitals apart. */
export function sqlName(found: SqlToken | undefined): string | undefined {
  if (!found || found.kind === "other" || found.kind === "blob") return undefined;
  return unquoted(found.text).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A name as it must be written to mean itself, whatever is in it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function* tokensOf(sql: string): Generator<SqlToken> {
  for (const { 0: text, index: at, groups = {} } of sql.matchAll(token)) {
    if (groups.comment !== undefined) continue;
    const kind = (["blob", "string", "quoted", "word"] as const).find((it) => groups[it] !== undefined);
    yield { kind: kind ?? "other", text, at };
  }
}

function statementOf(sql: string, tokens: readonly SqlToken[]): SqlStatement[] {
  const [first, last] = [tokens.at(0), tokens.at(-1)];
  if (!first || !last) return [];
  return [{ text: sql.slice(first.at, last.at + last.text.length), tokens }];
}

/** A trigger's body opens with BEGIN and closes with END; each CASE within has an END of its own. */
function nesting(found: SqlToken, statement: readonly SqlToken[], depth: number): number {
  const word = keyword(found);
  if (word === "BEGIN" && depth === 0) return createsTrigger(statement) ? 1 : 0;
  if (depth === 0) return 0;
  if (word === "CASE") return 1;
  return word === "END" ? -1 : 0;
}

function createsTrigger(statement: readonly SqlToken[]): boolean {
  const words = statement.slice(0, 3).map(keyword);
  return words[0] === "CREATE" && words.includes("TRIGGER");
}
