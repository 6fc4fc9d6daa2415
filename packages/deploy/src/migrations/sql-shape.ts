import { keyword, type SqlStatement, type SqlToken, sqlName } from "./sql.ts";

export type Tokens = readonly SqlToken[];

/** The table or view that a statement makes for certain: with IF NOT EXISTS it may be one that is known. */
export function creationOf(tokens: Tokens): string | undefined {
  if (keyword(tokens[0]) !== "CREATE") return undefined;
  const [kind, ...rest] = afterWords(tokens.slice(1), ["TEMP", "TEMPORARY", "VIRTUAL"]);
  if (keyword(kind) !== "TABLE" && keyword(kind) !== "VIEW") return undefined;
  return keyword(rest[0]) === "IF" ? undefined : nameAt(rest)?.name;
}

/** What has a name after a statement that it had not before it for certain: made by it, or renamed. */
export function nameGiven({ tokens }: SqlStatement): string | undefined {
  const isAlter = keyword(tokens[0]) === "ALTER";
  return isAlter ? renamedTo(nameAt(tokens.slice(2))?.rest ?? []) : creationOf(tokens);
}

/** The new name, where what follows the table's is `RENAME TO …`. */
export function renamedTo(rest: Tokens): string | undefined {
  return keyword(rest[0]) === "RENAME" && keyword(rest[1]) === "TO" ? sqlName(rest[2]) : undefined;
}

/** The name that stands here, its schema's left out, and what follows it. */
export function nameAt(tokens: Tokens): { name: string; rest: Tokens } | undefined {
  const own = tokens[1]?.text === "." ? 2 : 0;
  const name = sqlName(tokens[own]);
  return name === undefined ? undefined : { name, rest: tokens.slice(own + 1) };
}

/** What follows those words, in any order, where they stand first. */
export function afterWords(tokens: Tokens, words: readonly string[]): Tokens {
  const end = tokens.findIndex((token) => !words.includes(keyword(token) ?? ""));
  return end < 0 ? [] : tokens.slice(end);
}

export function outsideParentheses(tokens: Tokens): Tokens {
  let depth = 0;
  return tokens.filter(({ text }) => {
    if (text === "(") depth++;
    if (text === ")") depth--;
    return depth === 0;
  });
}
