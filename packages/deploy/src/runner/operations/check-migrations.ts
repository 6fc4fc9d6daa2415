import { type ProfileName, profilesOf } from "../../config/index.ts";
import type { MigrationFault } from "../../core/migration-fault.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import type { Release } from "../../ledger/state.ts";
import { bunRun } from "../bun-command.ts";
import type { Engine } from "../delivery.ts";
import { describeFault } from "../migrations.ts";
import { Refusal } from "../refusal.ts";

/** How a person wants a release to be sent. */
export interface Sending {
  /** Its migrations may break the release that serves until the traffic has moved. */
  allowBreakingMigration?: boolean | undefined;
}

/**
 * Tells which migrations a release brings to a profile.
 * @throws Refusal when they would break the release that serves there, and nobody took that risk
 */
export async function checkMigrations(
  engine: Engine,
  profile: ProfileName,
  release: Release,
  { allowBreakingMigration = false }: Sending,
): Promise<void> {
  const { app, ledger, migrations, progress } = engine;
  const serving = liveRelease(ledger.state, profile);
  if (!serving) return;
  const { change, faults } = await migrations.review(
    { release: release.name, digest: release.digest },
    { release: serving.name, digest: serving.digest },
  );
  if (change.brings.length > 0) {
    const names = change.brings.map(({ name }) => name).join(", ");
    progress.note("migrations", `brings ${names}; no rollback will undo that`);
  }
  const breaking = faults.filter(({ severity }) => severity === "breaks");
  const accepted = allowBreakingMigration ? faults : faults.filter(({ severity }) => severity === "risks");
  for (const fault of accepted) progress.note("at risk", describeFault(fault));
  if (breaking.length === 0 || allowBreakingMigration) return;

  const command = profilesOf(app.config.pipeline)[0] === profile ? "deploy" : "promote";
  throw new Refusal(
    [
      `${release.name} brings migrations that ${serving.name}, which serves ${profile} until the traffic has moved, cannot live with. Nothing was changed in ${profile}.`,
      ...breaking.map(shown),
      "Add first, and remove in a later release, when nothing uses it any more. Or take the risk:",
    ].join("\n"),
    { mend: bunRun(`kit ${command} ${app.name} --profile ${profile} --allow-breaking-migration`) },
  );
}

function shown({ file, statement, reason }: MigrationFault): string {
  return statement ? `  ${file}: ${statement}\n    ${reason}` : `  ${file} ${reason}`;
}
