/**
 * Splits SQL into its statements, as D1 does with what it is sent: semicolons inside strings, quoted names, comments
 * and the bodies of triggers do not count. Statements keep their text; empty ones are left out.
 */
export function splitSql(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let words: string[] = [];
  let depth = 0;
  for (const { index, 0: token } of sql.matchAll(TOKEN)) {
    if (token === ";") {
      if (depth > 0) continue;
      if (words.length > 0) statements.push(sql.slice(start, index).trim());
      start = index + 1;
      words = [];
    } else if (!token.startsWith("--") && !token.startsWith("/*")) {
      const word = token.toUpperCase();
      words.push(word);
      // In a trigger's body there are semicolons; END closes it, and every CASE within.
      if ((word === "BEGIN" && createsTrigger(words)) || (word === "CASE" && depth > 0)) depth += 1;
      if (word === "END" && depth > 0) depth -= 1;
    }
  }
  if (words.length > 0) statements.push(sql.slice(start).trim());
  return statements;
}

/** Comments, strings, quoted names, words, semicolons, and any other character that is not white space. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|\w+|;|[^\s]/g;

function createsTrigger(words: readonly string[]): boolean {
  return words[0] === "CREATE" && words.slice(1, 4).includes("TRIGGER");
}
