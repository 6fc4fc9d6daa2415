import { type SqlStatement, unquoted } from "../migrations/sql.ts";

/** What D1 takes as one statement, and as one value, in bytes, with room to spare. */
const statementBytes = 95_000;
const hexDigits = 1_000_000;

/**
 * A statement that D1 can take: where it is too long, its longest strings and blobs become parameters, which
 * may be longer than a statement. Values of parameters are strings, so a blob travels in hexadecimal.
 */
export function bindLiterals({ text, tokens }: SqlStatement): { sql: string; params: string[] } {
  const encoder = new TextEncoder();
  const size = (it: string) => encoder.encode(it).byteLength;
  let over = size(text) - statementBytes;
  if (over <= 0) return { sql: text, params: [] };

  const start = tokens[0]?.at ?? 0;
  const params: string[] = [];
  const replaced: { at: number; length: number; by: string }[] = [];
  const bind = (value: string) => `?${params.push(value)}`;
  const literals = tokens.filter(({ kind }) => kind === "string" || kind === "blob");
  for (const literal of literals.toSorted((a, b) => b.text.length - a.text.length)) {
    if (over <= 0) break;
    const by =
      literal.kind === "string" ? bind(unquoted(literal.text)) : unhex(literal.text.slice(2, -1), bind);
    replaced.push({ at: literal.at - start, length: literal.text.length, by });
    over -= size(literal.text) - by.length;
  }
  let sql = text;
  for (const { at, length, by } of replaced.toSorted((a, b) => b.at - a.at)) {
    sql = sql.slice(0, at) + by + sql.slice(at + length);
  }
  return { sql, params };
}

function unhex(digits: string, bind: (value: string) => string): string {
  const pieces: string[] = [];
  for (let at = 0; at < digits.length; at += hexDigits) {
    pieces.push(`unhex(${bind(digits.slice(at, at + hexDigits))})`);
  }
  return pieces.length === 1 ? pieces.join("") : `CAST(${pieces.join(" || ")} AS BLOB)`;
}
