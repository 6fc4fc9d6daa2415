import type { ProfileName } from "../config/index.ts";
import { type Migration, migrationIn } from "../core/migration.ts";
import { type MigrationReview, reviewMigrations } from "../core/migration-fault.ts";
import type { Run } from "../core/run.ts";
import { profileState } from "../ledger/state.ts";
import type { Digest } from "../names/identity.ts";
import type { ArtifactStore } from "../platform/port.ts";
import { filesOf, migrationFolders } from "./artifact.ts";
import { type BackupWorld, makeBackup, placeOf, servingAt } from "./backup/make.ts";
import { type DatabaseReview, reviewDatabase } from "./databases/review.ts";
import { describeFault } from "./describe-fault.ts";
import type { Progress } from "./progress.ts";
import {
  type ArtifactProvisioner,
  type Placement,
  ProvisionFailed,
  type ReleaseBytes,
} from "./provisioner.ts";

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

/** Reads migrations out of artifacts, and backs up what they are about to change. */
export class ArtifactMigrations implements Migrations {
  readonly #artifacts: ArtifactStore;
  readonly #world: BackupWorld;
  readonly #progress: Progress;
  readonly #programs: Pick<ArtifactProvisioner, "survey">;
  readonly #read = new Map<Digest, Promise<Migration[]>>();

  constructor(
    artifacts: ArtifactStore,
    world: BackupWorld,
    progress: Progress,
    programs: Pick<ArtifactProvisioner, "survey">,
  ) {
    this.#artifacts = artifacts;
    this.#world = world;
    this.#progress = progress;
    this.#programs = programs;
  }

  async review(release: ReleaseBytes, serving: ReleaseBytes | undefined): Promise<MigrationReview> {
    const [coming, there] = await Promise.all([this.#of(release), serving && this.#of(serving)]);
    return reviewMigrations(coming, there);
  }

  async databases(placement: Placement): Promise<DatabaseReview[]> {
    const { account, ledger } = this.#world;
    const { halfMade } = profileState(ledger.state, placement.profile);
    const { asked, home } = await this.#programs.survey(placement, halfMade);
    const reviews = await Promise.all(asked.map((each) => reviewDatabase(account.databases, each, home)));
    return reviews.filter((review) => review !== undefined);
  }

  async prepare(run: Run, serving: ReleaseBytes | undefined): Promise<void> {
    if (!serving) return;
    const { change, faults } = await this.review(run, serving);
    const breaking = faults.filter(({ severity }) => severity === "breaks");
    if (breaking.length > 0 && !run.allowBreakingMigration) {
      const reason = `${run.release} brings migrations that ${serving.release}, which serves ${run.profile}, cannot live with: ${breaking.map(describeFault).join("; ")}`;
      throw new ProvisionFailed({ kind: "errored", reason });
    }
    if (change.brings.length > 0) await this.#backUp(run.profile, run);
  }

  async #backUp(profile: ProfileName, run: Run): Promise<void> {
    const serving = await servingAt(this.#world, profile);
    if (!serving || serving.databases.length === 0) return;
    const backup = await makeBackup(this.#world, profile, serving, run.id);
    this.#progress.note("backup", placeOf(backup));
  }

  #of({ digest }: ReleaseBytes): Promise<Migration[]> {
    const found = this.#read.get(digest) ?? readMigrations(this.#artifacts, digest);
    this.#read.set(digest, found);
    return found;
  }
}

/** The migrations that an artifact carries. */
export async function readMigrations(artifacts: ArtifactStore, digest: Digest): Promise<Migration[]> {
  const files = await filesOf(await artifacts.get(digest));
  return migrationFolders(files).flatMap((folder) =>
    [...files].flatMap(([path, bytes]) => {
      const isIn = path.startsWith(`${folder}/`) && path.endsWith(".sql");
      return isIn
        ? [migrationIn(folder, path.slice(folder.length + 1), new TextDecoder().decode(bytes))]
        : [];
    }),
  );
}
