import { keyword, type SqlStatement, sqlName } from "./sql.ts";
import { afterWords, creationOf, nameAt, outsideParentheses, renamedTo, type Tokens } from "./sql-shape.ts";

/** What is wrong with a statement. */
export interface Finding {
  /** `breaks`: what serves will fail, as far as can be told. `risks`: it may, by what it writes. */
  severity: "breaks" | "risks";
  reason: string;
}

/** What stands around a statement. */
export interface Context {
  /** Made by the migrations before: what serves knows none of it, so nothing done to it can break that. */
  made: Set<string>;
  /** In the database before them all, whatever they say that they make. */
  there: ReadonlySet<string>;
  /** Unique indexes that what serves has. */
  unique: ReadonlySet<string>;
  /** Whether a statement that follows makes something of that name. */
  isMadeLater(name: string): boolean;
}

/** What a statement would do to the release that serves; `undefined` where that is nothing bad. */
export function judge({ tokens }: SqlStatement, context: Context): Finding | undefined {
  switch (keyword(tokens[0])) {
    case "CREATE":
      return judgeCreate(tokens, context);
    case "DROP":
      return judgeDrop(tokens, context);
    case "ALTER":
      return judgeAlter(tokens, context);
    case "DELETE":
      return judgeDelete(tokens, context);
    default:
      return undefined;
  }
}

function judgeCreate(tokens: Tokens, { made, there }: Context): Finding | undefined {
  const creation = creationOf(tokens);
  if (creation) {
    if (!there.has(creation)) made.add(creation);
    return undefined;
  }
  if (afterWords(tokens.slice(1), ["TEMP", "TEMPORARY"]).map(keyword)[0] === "TRIGGER")
    return judgeTrigger(tokens, made);
  if (keyword(tokens[1]) !== "UNIQUE") return undefined;
  const table = sqlName(tokens[tokens.findIndex((token) => keyword(token) === "ON") + 1]);
  if (!table || made.has(table)) return undefined;
  return { severity: "risks", reason: `what serves may write rows to ${table} that are not unique` };
}

/** A trigger that raises refuses, or swallows, what was written without harm before. */
function judgeTrigger(tokens: Tokens, made: ReadonlySet<string>): Finding | undefined {
  const raises = tokens.some((token, at) => keyword(token) === "RAISE" && tokens[at + 1]?.text === "(");
  const table = nameAt(tokens.slice(tokens.findIndex((token) => keyword(token) === "ON") + 1))?.name;
  if (!raises || !table || made.has(table)) return undefined;
  return { severity: "risks", reason: `what serves may write to ${table} what this trigger refuses` };
}

function judgeDelete(tokens: Tokens, { made }: Context): Finding | undefined {
  const table = nameAt(tokens.slice(2))?.name;
  if (!table || made.has(table) || tokens.some((token) => keyword(token) === "WHERE")) return undefined;
  return { severity: "risks", reason: `every row of ${table} goes, and what serves may still want them` };
}

/** SQLite changes a constraint only by making the table anew; what is then different, the text does not tell. */
function judgeDrop(tokens: Tokens, { made, unique, isMadeLater }: Context): Finding | undefined {
  const kind = keyword(tokens[1]);
  if (kind !== "TABLE" && kind !== "VIEW" && kind !== "INDEX") return undefined;
  const name = nameAt(afterWords(tokens.slice(2), ["IF", "EXISTS"]))?.name;
  if (!name) return notUnderstood;
  if (kind === "INDEX") {
    if (!unique.has(name)) return undefined;
    return { severity: "risks", reason: `what serves may rely on ${name}, in ON CONFLICT say` };
  }
  if (made.delete(name)) return undefined;
  const what = `the ${kind.toLowerCase()} ${name}`;
  if (!isMadeLater(name)) return { severity: "breaks", reason: `what serves may still use ${what}` };
  return {
    severity: kind === "VIEW" ? "risks" : "breaks",
    reason: `${what} is made anew, and what serves may not fit its new shape`,
  };
}

function judgeAlter(tokens: Tokens, { made }: Context): Finding | undefined {
  const table = nameAt(tokens.slice(2));
  if (!table) return notUnderstood;
  const { name, rest } = table;
  if (made.has(name)) {
    const renamed = renamedTo(rest);
    if (renamed) made.add(renamed);
    return undefined;
  }
  if (renamedTo(rest)) return { severity: "breaks", reason: `what serves knows the table as ${name}` };
  const column = afterWords(rest.slice(1), ["COLUMN"]);
  switch (keyword(rest[0])) {
    case "RENAME":
    case "DROP":
      return {
        severity: "breaks",
        reason: `what serves may still use the column ${shown(column)} of ${name}`,
      };
    case "ADD":
      return judgeAddColumn(name, column);
    default:
      return notUnderstood;
  }
}

/** A column that must be given, and has nothing to stand in for it, fails every write that does not know it. */
function judgeAddColumn(table: string, definition: Tokens): Finding | undefined {
  if (!mustBeGiven(definition) || hasStandIn(definition)) return undefined;
  return {
    severity: "breaks",
    reason: `what serves writes to ${table} without the column ${shown(definition)}, which has no DEFAULT`,
  };
}

/** By NOT NULL, or by a CHECK that says as much. */
function mustBeGiven(definition: Tokens): boolean {
  const outside = outsideParentheses(definition).map(keyword);
  if (outside.some((word, at) => word === "NOT" && outside[at + 1] === "NULL")) return true;
  const check = definition.findIndex((token) => keyword(token) === "CHECK");
  if (check < 0) return false;
  const words = definition.slice(check).map(keyword);
  return words.some((word, at) => word === "NOTNULL" || (word === "NOT" && words[at + 1] === "NULL"));
}

/** A DEFAULT other than NULL, or what the column is computed from. */
function hasStandIn(definition: Tokens): boolean {
  const at = definition.findIndex((token) => keyword(token) === "DEFAULT");
  const value = definition.slice(at + 1).find(({ text }) => text !== "(");
  const isGenerated = outsideParentheses(definition).map(keyword).includes("AS");
  return isGenerated || (at >= 0 && keyword(value) !== "NULL");
}

const notUnderstood: Finding = { severity: "breaks", reason: "it is not known what this changes" };

function shown(tokens: Tokens): string {
  return sqlName(tokens[0]) ?? "it names";
}
