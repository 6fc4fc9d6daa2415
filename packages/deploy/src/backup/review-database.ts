import type { Databases } from "../engine/ports/data.ts";
import type { AskedDatabase } from "../migrations/asked-database.ts";
import type { DatabaseReview } from "../migrations/database-review.ts";
import { migrationFaults } from "../migrations/review.ts";
import { assertPacked } from "./assert-packed.ts";

import { lookAt } from "./look-at-database.ts";

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
