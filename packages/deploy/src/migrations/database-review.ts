import type { Migration } from "./migration.ts";
import type { MigrationFault } from "./review.ts";

/** A database that a program is about to give SQL, as it stands. */
export interface DatabaseLook {
  id: string;
  name: string;
  /** What would be applied to it, in order. */
  pending: Migration[];
  /** Its tables, but for those in which tools remember what they applied. */
  tables: { name: string; rows: number }[];
  /** Tables in which other tools remember what they applied to it: alchemy does not look there. */
  history: string[];
}

/** A database that is there, and what a release would do to it. */
export interface DatabaseReview extends DatabaseLook {
  faults: MigrationFault[];
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
