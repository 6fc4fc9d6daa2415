import { migrationsAhead } from "../../core/migration.ts";
import type { Release } from "../../ledger/state.ts";
import type { ArtifactStore } from "../../platform/port.ts";
import { readMigrations } from "../migrations.ts";

/**
 * The migrations that stay applied, and that the older code does not know, when a profile goes back from one
 * release to another.
 * @returns `undefined` where it cannot be told, which is no reason not to go back
 */
export async function migrationsAheadOf(
  artifacts: ArtifactStore,
  leaves: Release,
  target: Release,
): Promise<string[] | undefined> {
  try {
    const [from, to] = await Promise.all([
      readMigrations(artifacts, leaves.digest),
      readMigrations(artifacts, target.digest),
    ]);
    return migrationsAhead(from, to);
  } catch {
    return undefined;
  }
}
