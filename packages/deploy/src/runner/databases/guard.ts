import type { AskedDatabase } from "../../core/asked-database.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import { type BackupWorld, makeBackup, placeOf } from "../backup/make.ts";
import { describeFault } from "../describe-fault.ts";
import type { Progress } from "../progress.ts";
import { type Placement, ProvisionFailed } from "../provisioner.ts";
import { Refusal } from "../refusal.ts";
import { describeHoldings, endangersData, reviewDatabase } from "./review.ts";

/** Stands between a release's program and the databases that it gives SQL. */
export interface DatabaseGuard {
  /**
   * Called right before the program gives a database SQL.
   * @param home the release's artifact, unpacked
   * @throws ProvisionFailed when that must not be
   */
  admit(placement: Placement, asked: AskedDatabase, home: string): Promise<void>;
}

/**
 * Reviews what is about to be done to a database by what that database holds, and keeps what it holds before.
 * A placement without a run is a restore's: its databases were kept, and what they held was replaced by choice.
 */
export class BackingUpGuard implements DatabaseGuard {
  readonly #world: BackupWorld;
  readonly #progress: Progress;

  constructor(world: BackupWorld, progress: Progress) {
    this.#world = world;
    this.#progress = progress;
  }

  async admit(placement: Placement, asked: AskedDatabase, home: string): Promise<void> {
    const review = await reviewed(() => reviewDatabase(this.#world.account.databases, asked, home));
    const { id: run, profile, release, digest } = placement;
    if (!review || run === undefined) return;
    if (endangersData(review) && !placement.allowBreakingMigration) {
      const faults = review.faults.filter(({ severity }) => severity === "breaks").map(describeFault);
      const reason = `${release} brings migrations to the database ${describeHoldings(review)}. It was left as it is: ${faults.join("; ")}. To take the risk: --allow-breaking-migration`;
      throw new ProvisionFailed({ kind: "errored", reason });
    }
    const { ledger } = this.#world;
    const served = liveRelease(ledger.state, profile) ?? { name: release, digest };
    const databases = [{ id: review.id, name: review.name }];
    const backup = await makeBackup(this.#world, profile, { release: served, databases }, run);
    this.#progress.note("backup", placeOf(backup));
  }
}

async function reviewed<T>(review: () => Promise<T>): Promise<T> {
  try {
    return await review();
  } catch (error) {
    if (error instanceof Refusal) throw new ProvisionFailed({ kind: "errored", reason: error.message });
    throw error;
  }
}
