/** A migration file as an artifact carries it. */
export interface Migration {
  /** Its path below `migrations/`, by which D1 remembers that it was applied. */
  name: string;
  sql: string;
}

/** What a release's migrations are, against those of the release that serves. */
export interface MigrationChange {
  /** In the order in which they will be applied. */
  brings: readonly Migration[];
  /** Files that the serving release has with other contents. They were applied; they will not be again. */
  changed: readonly string[];
  /** Files that the serving release has and this one lacks. */
  missing: readonly string[];
}

/** @param serving the migrations of the release that serves; none where nothing does */
export function compareMigrations(
  serving: readonly Migration[],
  coming: readonly Migration[],
): MigrationChange {
  const before = new Map(serving.map(({ name, sql }) => [name, sql]));
  const after = new Set(coming.map(({ name }) => name));
  return {
    brings: coming.filter(({ name }) => !before.has(name)).toSorted(inOrder),
    changed: coming.filter(({ name, sql }) => before.has(name) && before.get(name) !== sql).map(nameOf),
    missing: serving.filter(({ name }) => !after.has(name)).map(nameOf),
  };
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

/** alchemy applies by the number that a name begins with, names without one last. */
function inOrder(a: Migration, b: Migration): number {
  const [first, second] = [numberOf(a), numberOf(b)];
  return first === second ? a.name.localeCompare(b.name) : first - second;
}

function numberOf({ name }: Migration): number {
  const number = Number.parseInt(name, 10);
  return Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number;
}

function nameOf({ name }: Migration): string {
  return name;
}
