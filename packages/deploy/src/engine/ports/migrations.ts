import type { Run } from "../../core/run.ts";
import type { DatabaseReview } from "../../migrations/database-review.ts";
import type { MigrationReview } from "../../migrations/review.ts";
import type { Placement, ReleaseBytes } from "./provisioner.ts";

/** Looks after the data of a profile while releases change its shape. */
export interface Migrations {
  /** @param serving what serves the profile; where nothing does, nothing can break */
  review(release: ReleaseBytes, serving: ReleaseBytes | undefined): Promise<MigrationReview>;
  /**
   * The databases that are there already, whoever made them, and that a release would change in a profile.
   * Changes nothing.
   */
  databases(placement: Placement): Promise<DatabaseReview[]>;
  /**
   * Before anything of a run is provisioned: looks again, for what serves may have changed while the run
   * waited, and backs up the profile's databases where the release brings migrations.
   * @throws ProvisionFailed when they would break what serves, and nobody took that risk
   */
  prepare(run: Run, serving: ReleaseBytes | undefined): Promise<void>;
}
