import { compareMigrations, type Migration, type MigrationChange } from "./migration.ts";
import { keyword, type SqlStatement, type SqlToken, sqlName, sqlStatements } from "./sql.ts";

/** Something in a release's migrations that the release still serving cannot, or may not, live with. */
export interface MigrationFault {
  file: string;
  /** The statement, in one line; `null` where the file itself is at fault. */
  statement: string | null;
  /** `breaks`: what serves will fail, as far as can be told. `risks`: it may, by what it writes. */
  severity: "breaks" | "risks";
  reason: string;
}

type Finding = Pick<MigrationFault, "severity" | "reason">;
type Tokens = readonly SqlToken[];

/** What stands around a statement. */
interface Context {
  /** Made by the migrations before: what serves knows none of it, so nothing done to it can break that. */
  made: Set<string>;
  /** The statements that follow. */
  later: readonly SqlStatement[];
}

/** What a release's migrations would do to the release that serves. */
export interface MigrationReview {
  change: MigrationChange;
  faults: MigrationFault[];
}

/** @param serving the migrations of the release that serves; where nothing does, nothing can break */
export function reviewMigrations(
  coming: readonly Migration[],
  serving: readonly Migration[] | undefined,
): MigrationReview {
  const change = compareMigrations(serving ?? [], coming);
  return { change, faults: serving ? migrationFaults(change) : [] };
}

/**
 * What of a change would break the release that serves, from the moment the migrations are applied until the
 * traffic has moved. Judged from the text alone: what the serving release asks of its database is not known,
 * so whatever it could ask for must stay.
 */
export function migrationFaults({ brings, changed, missing }: MigrationChange): MigrationFault[] {
  const made = new Set<string>();
  const all = brings.flatMap(({ name, sql }) =>
    sqlStatements(sql).map((statement) => ({ file: name, statement })),
  );
  return [
    ...changed.map((file) => fileFault(file, "was changed after it was applied, and is not applied twice")),
    ...missing.map((file) => fileFault(file, "was applied here and is gone, so a new profile would lack it")),
    ...all.flatMap(({ file, statement }, at) => {
      const later = all.slice(at + 1).map((it) => it.statement);
      const finding = judge(statement, { made, later });
      return finding ? [{ file, statement: oneLine(statement.text), ...finding }] : [];
    }),
  ];
}

function fileFault(file: string, reason: string): MigrationFault {
  return { file, statement: null, severity: "breaks", reason };
}

function judge({ tokens }: SqlStatement, context: Context): Finding | undefined {
  switch (keyword(tokens[0])) {
    case "CREATE":
      return judgeCreate(tokens, context);
    case "DROP":
      return judgeDrop(tokens, context);
    case "ALTER":
      return judgeAlter(tokens, context);
    default:
      return undefined;
  }
}

function judgeCreate(tokens: Tokens, { made }: Context): Finding | undefined {
  const creation = creationOf(tokens);
  if (creation) {
    made.add(creation);
    return undefined;
  }
  if (keyword(tokens[1]) !== "UNIQUE") return undefined;
  const table = sqlName(tokens[tokens.findIndex((token) => keyword(token) === "ON") + 1]);
  if (!table || made.has(table)) return undefined;
  return { severity: "risks", reason: `what serves may write rows to ${table} that are not unique` };
}

/** SQLite changes a constraint only by making the table anew; what is then different, the text does not tell. */
function judgeDrop(tokens: Tokens, { made, later }: Context): Finding | undefined {
  const kind = keyword(tokens[1]);
  if (kind !== "TABLE" && kind !== "VIEW") return undefined;
  const name = nameAt(afterWords(tokens.slice(2), ["IF", "EXISTS"]))?.name;
  if (!name) return notUnderstood;
  if (made.delete(name)) return undefined;
  const what = `the ${kind.toLowerCase()} ${name}`;
  if (!later.some((statement) => makes(statement, name)))
    return { severity: "breaks", reason: `what serves may still use ${what}` };
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
  const words = outsideParentheses(definition).map(keyword);
  const mustBeGiven = words.some((word, at) => word === "NOT" && words[at + 1] === "NULL");
  const standIn = words.indexOf("DEFAULT");
  const hasStandIn = (standIn >= 0 && words[standIn + 1] !== "NULL") || words.includes("AS");
  if (!mustBeGiven || hasStandIn) return undefined;
  return {
    severity: "breaks",
    reason: `what serves writes to ${table} without the column ${shown(definition)}, which has no DEFAULT`,
  };
}

const notUnderstood: Finding = { severity: "breaks", reason: "it is not known what this changes" };

/** The table or view that a statement makes for certain: with IF NOT EXISTS it may be one that is known. */
function creationOf(tokens: Tokens): string | undefined {
  if (keyword(tokens[0]) !== "CREATE") return undefined;
  const [kind, ...rest] = afterWords(tokens.slice(1), ["TEMP", "TEMPORARY", "VIRTUAL"]);
  if (keyword(kind) !== "TABLE" && keyword(kind) !== "VIEW") return undefined;
  return keyword(rest[0]) === "IF" ? undefined : nameAt(rest)?.name;
}

function makes({ tokens }: SqlStatement, name: string): boolean {
  if (creationOf(tokens) === name) return true;
  return keyword(tokens[0]) === "ALTER" && renamedTo(nameAt(tokens.slice(2))?.rest ?? []) === name;
}

function renamedTo(rest: Tokens): string | undefined {
  return keyword(rest[0]) === "RENAME" && keyword(rest[1]) === "TO" ? sqlName(rest[2]) : undefined;
}

/** The name that stands here, its schema's left out, and what follows it. */
function nameAt(tokens: Tokens): { name: string; rest: Tokens } | undefined {
  const own = tokens[1]?.text === "." ? 2 : 0;
  const name = sqlName(tokens[own]);
  return name === undefined ? undefined : { name, rest: tokens.slice(own + 1) };
}

function shown(tokens: Tokens): string {
  return sqlName(tokens[0]) ?? "it names";
}

function afterWords(tokens: Tokens, words: readonly string[]): Tokens {
  const end = tokens.findIndex((token) => !words.includes(keyword(token) ?? ""));
  return end < 0 ? [] : tokens.slice(end);
}

function outsideParentheses(tokens: Tokens): Tokens {
  let depth = 0;
  return tokens.filter(({ text }) => {
    if (text === "(") depth++;
    if (text === ")") depth--;
    return depth === 0;
  });
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
