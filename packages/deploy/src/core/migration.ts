/** A migration file, as a database takes it from a folder. */
export interface Migration {
  /** As it is told: its path in the artifact, without the folder's where that is `migrations`. */
  name: string;
  sql: string;
  /** The folder's path in the artifact. @default "migrations" */
  folder?: string;
  /** Its path below the folder, by which the database remembers that it was applied. @default its name */
  id?: string;
}

/** The folder that needs no name. */
export const defaultFolder = "migrations";

/** A migration at a path below a folder of the artifact. */
export function migrationIn(folder: string, id: string, sql: string): Migration {
  return { name: migrationName(folder, id), sql, folder, id };
}

/** What a migration is called, for people and in the ledger. */
export function migrationName(folder: string, id: string): string {
  return folder === defaultFolder ? id : `${folder}/${id}`;
}

/** What a release's migrations are, against those of the release that serves. */
export interface MigrationChange {
  /** In the order in which they will be applied, folder by folder. */
  brings: readonly Migration[];
  /** Files that the serving release has with other contents. They were applied; they will not be again. */
  changed: readonly string[];
  /** Files that the serving release has and this one lacks. */
  missing: readonly string[];
}

/**
 * Compares folder by folder. A folder that only the coming release has, and that shares a file with one that only
 * the serving release has, is that one under another name: a database remembers files, not folders.
 * @param serving the migrations of the release that serves; none where nothing does
 */
export function compareMigrations(
  serving: readonly Migration[],
  coming: readonly Migration[],
): MigrationChange {
  const [before, after] = [byFolder(serving), byFolder(coming)];
  const left = new Map([...before].filter(([folder]) => !after.has(folder)));
  const parts = [...after].map(([folder, files]) => {
    const former = before.has(folder) ? folder : [...left].find(([, old]) => sharesFile(old, files))?.[0];
    if (former !== undefined) left.delete(former);
    return compareFolder((former !== undefined && before.get(former)) || [], files);
  });
  const gone = [...left.values()].map((files) => compareFolder(files, []));
  const all = [...parts, ...gone];
  return {
    brings: all.flatMap(({ brings }) => brings),
    changed: all.flatMap(({ changed }) => changed),
    missing: all.flatMap(({ missing }) => missing),
  };
}

function compareFolder(serving: readonly Migration[], coming: readonly Migration[]): MigrationChange {
  const before = new Map(serving.map((migration) => [idOf(migration), migration.sql]));
  const after = new Set(coming.map(idOf));
  const isChanged = (migration: Migration) => {
    const applied = before.get(idOf(migration));
    return applied !== undefined && withoutReturns(applied) !== withoutReturns(migration.sql);
  };
  return {
    brings: coming.filter((migration) => !before.has(idOf(migration))).toSorted(inOrder),
    changed: coming.filter(isChanged).map(nameOf),
    missing: serving.filter((migration) => !after.has(idOf(migration))).map(nameOf),
  };
}

/** Migrations by the folder that they are in, in the order in which the folders come first. */
export function byFolder(migrations: readonly Migration[]): Map<string, Migration[]> {
  return Map.groupBy(migrations, ({ folder = defaultFolder }) => folder);
}

function sharesFile(some: readonly Migration[], others: readonly Migration[]): boolean {
  const ids = new Set(some.map(idOf));
  return others.some((migration) => ids.has(idOf(migration)));
}

/**
 * The migrations that stay applied when a profile goes back: the database keeps them, the older code does
 * not know them. Rolling back undoes none.
 * @param from names of the migrations of the release that is left
 * @param to those of the release that is gone back to
 */
export function migrationsAhead(from: readonly string[], to: readonly string[]): string[] {
  const known = new Set(to);
  return from.filter((name) => !known.has(name));
}

/** alchemy applies by the number that a file's path begins with, those without one last. */
export function inOrder(a: Migration, b: Migration): number {
  const [first, second] = [numberOf(a), numberOf(b)];
  return first === second ? idOf(a).localeCompare(idOf(b)) : first - second;
}

function numberOf(migration: Migration): number {
  const number = Number.parseInt(idOf(migration), 10);
  return Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number;
}

/** By what the database knows a migration. */
export function idOf({ name, id = name }: Migration): string {
  return id;
}

function nameOf({ name }: Migration): string {
  return name;
}

/** A checkout may write CRLF for LF; to SQL it is the same. */
function withoutReturns(sql: string): string {
  return sql.replaceAll("\r", "");
}
