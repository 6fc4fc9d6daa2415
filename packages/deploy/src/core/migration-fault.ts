import { byFolder, compareMigrations, type Migration, type MigrationChange } from "./migration.ts";
import { type Finding, judge } from "./migration-judge.ts";
import { keyword, sqlStatements } from "./sql.ts";
import { afterWords, nameAt, nameGiven } from "./sql-shape.ts";

/** Something in a release's migrations that the release still serving cannot, or may not, live with. */
export interface MigrationFault extends Finding {
  file: string;
  /** The statement, in one line; `null` where the file itself is at fault. */
  statement: string | null;
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
  return { change, faults: serving ? migrationFaults(change, serving) : [] };
}

/**
 * What of a change would break the release that serves, from the moment the migrations are applied until the
 * traffic has moved. Judged from the text alone: what the serving release asks of its database is not known,
 * so whatever it could ask for must stay.
 * @param serving the migrations of the release that serves
 * @param there what the database holds for certain, in lower case: a statement that would make it makes nothing new
 */
export function migrationFaults(
  { brings, changed, missing }: MigrationChange,
  serving: readonly Migration[] = [],
  there: ReadonlySet<string> = new Set(),
): MigrationFault[] {
  const unique = uniqueIndexes(serving);
  return [
    ...changed.map((file) => fileFault(file, "was changed after it was applied, and is not applied twice")),
    ...missing.map((file) => fileFault(file, "was applied here and is gone, so a new profile would lack it")),
    ...[...byFolder(brings).values()].flatMap((files) => folderFaults(files, unique, there)),
  ];
}

/** @param files those of one folder: what one database is given says nothing of another's tables */
function folderFaults(
  files: readonly Migration[],
  unique: ReadonlySet<string>,
  there: ReadonlySet<string>,
): MigrationFault[] {
  const made = new Set<string>();
  const all = files.flatMap(({ name, sql }) =>
    sqlStatements(sql).map((statement) => ({ file: name, statement })),
  );
  const lastMade = new Map(all.map(({ statement }, at) => [nameGiven(statement), at]));
  return all.flatMap(({ file, statement }, at) => {
    const isMadeLater = (name: string) => (lastMade.get(name) ?? -1) > at;
    const finding = judge(statement, { made, there, unique, isMadeLater });
    return finding ? [{ file, statement: oneLine(statement.text), ...finding }] : [];
  });
}

function fileFault(file: string, reason: string): MigrationFault {
  return { file, statement: null, severity: "breaks", reason };
}

function uniqueIndexes(migrations: readonly Migration[]): Set<string> {
  const names = migrations.flatMap(({ sql }) =>
    sqlStatements(sql).flatMap(({ tokens }) => {
      const isUnique = keyword(tokens[0]) === "CREATE" && keyword(tokens[1]) === "UNIQUE";
      return isUnique ? (nameAt(afterWords(tokens.slice(3), ["IF", "NOT", "EXISTS"]))?.name ?? []) : [];
    }),
  );
  return new Set(names);
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
