import type { AskedDatabase } from "../../core/asked-database.ts";
import { type MigrationFault, migrationFaults } from "../../core/migration-fault.ts";
import type { Databases } from "../../platform/data.ts";
import { assertPacked } from "./assert-packed.ts";
import { type DatabaseLook, lookAt } from "./look.ts";

/** A database that is there, and what a release would do to it. */
export interface DatabaseReview extends DatabaseLook {
  faults: MigrationFault[];
}

/**
 * What a release would do to a database, judged by what that database holds and by what was applied to it.
 * @param home the release's artifact, unpacked
 * @returns `undefined` where nothing would be done to it, or it holds no table yet
 * @throws Refusal when its SQL is not from the artifact
 */
export async function reviewDatabase(
  databases: Databases,
  asked: AskedDatabase,
  home: string,
): Promise<DatabaseReview | undefined> {
  await assertPacked(asked, home);
  const look = await lookAt(databases, asked, home);
  if (!look || look.pending.length === 0 || look.tables.length === 0) return undefined;
  const there = new Set(look.tables.map(({ name }) => name.toLowerCase()));
  const change = { brings: look.pending, changed: [], missing: [] };
  return { ...look, faults: migrationFaults(change, [], there) };
}

/** Whether a review finds data that the release would break or lose. */
export function endangersData({ tables, faults }: DatabaseReview): boolean {
  return tables.some(({ rows }) => rows > 0) && faults.some(({ severity }) => severity === "breaks");
}

/** `old-db, which is there already and holds users (2 rows)` */
export function describeHoldings({ name, tables, history }: DatabaseLook): string {
  const all = tables.map((table) => `${table.name} (${table.rows} ${table.rows === 1 ? "row" : "rows"})`);
  const shown = all.length > 8 ? [...all.slice(0, 8), `${all.length - 8} more tables`] : all;
  const others = history.length > 0 ? `; others remember in ${history.join(", ")} what they applied` : "";
  return `${name}, which is there already and holds ${shown.join(", ")}${others}`;
}
