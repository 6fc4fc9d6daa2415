import { type ProfileName, profilesOf } from "../config/index.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { liveRelease } from "../ledger/release-of.ts";
import type { Release } from "../ledger/state.ts";
import { type DatabaseReview, describeHoldings, endangersData } from "../migrations/database-review.ts";
import { describeFault } from "../migrations/describe-fault.ts";
import type { MigrationFault, MigrationReview } from "../migrations/review.ts";
import { kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";

/** How a person wants a release to be sent. */
export interface Sending {
  /** Its migrations may break the release that serves until the traffic has moved, or lose data. */
  allowBreakingMigration?: boolean | undefined;
}

/**
 * Tells which migrations a release brings to a profile: by what the release that serves there has, and by what the
 * databases hold that it would find there, whoever made them.
 * @throws Refusal when they would break the release that serves there, or lose data, and nobody took that risk
 */
export async function checkMigrations(
  engine: Engine,
  profile: ProfileName,
  release: Release,
  { allowBreakingMigration = false }: Sending,
): Promise<void> {
  const { ledger, migrations, progress } = engine;
  const serving = liveRelease(ledger.state, profile);
  const bytes = { release: release.name, digest: release.digest };
  const review =
    serving && (await migrations.review(bytes, { release: serving.name, digest: serving.digest }));
  if (review) tellBrings(engine, review);
  const breaking = breaks(review?.faults ?? []);
  if (serving && breaking.length > 0 && !allowBreakingMigration) {
    for (const fault of risks(review?.faults ?? [])) progress.note("at risk", describeFault(fault));
    throw refusal(
      engine,
      profile,
      `${release.name} brings migrations that ${serving.name}, which serves ${profile} until the traffic has moved, cannot live with. Nothing was changed in ${profile}.`,
      breaking,
    );
  }
  const isToAsk = !review || review.change.brings.length > 0;
  const databases = isToAsk ? await migrations.databases({ ...bytes, profile }) : [];
  for (const database of databases) checkDatabase(engine, profile, release, database, allowBreakingMigration);
  const told = review?.faults ?? databases.flatMap(({ faults }) => faults);
  for (const fault of told) progress.note("at risk", describeFault(fault));
}

function checkDatabase(
  engine: Engine,
  profile: ProfileName,
  release: Release,
  database: DatabaseReview,
  allowBreakingMigration: boolean,
): void {
  const names = database.pending.map(({ name }) => name).join(", ");
  engine.progress.note("database", `${describeHoldings(database)}, gets ${names}; it is backed up before`);
  if (!endangersData(database) || allowBreakingMigration) return;
  throw refusal(
    engine,
    profile,
    `${release.name} brings migrations to the database ${describeHoldings(database)}. What uses it, or what it holds, may not survive them. Nothing was changed in ${profile}.`,
    breaks(database.faults),
  );
}

function tellBrings({ progress }: Engine, { change }: MigrationReview): void {
  if (change.brings.length === 0) return;
  const names = change.brings.map(({ name }) => name).join(", ");
  progress.note("migrations", `brings ${names}; no rollback will undo that`);
}

function refusal(
  { app }: Engine,
  profile: ProfileName,
  what: string,
  breaking: readonly MigrationFault[],
): Refusal {
  const command = profilesOf(app.config.pipeline)[0] === profile ? "deploy" : "promote";
  return new Refusal(
    "migration-breaks",
    [
      what,
      ...breaking.map(shown),
      "Add first, and remove in a later release, when nothing uses it any more. Or take the risk:",
    ].join("\n"),
    { action: kit(command, app.name, { profile, "allow-breaking-migration": true }) },
  );
}

function breaks(faults: readonly MigrationFault[]): MigrationFault[] {
  return faults.filter(({ severity }) => severity === "breaks");
}

function risks(faults: readonly MigrationFault[]): MigrationFault[] {
  return faults.filter(({ severity }) => severity === "risks");
}

function shown({ file, statement, reason }: MigrationFault): string {
  return statement ? `  ${file}: ${statement}\n    ${reason}` : `  ${file} ${reason}`;
}
