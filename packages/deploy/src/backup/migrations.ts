import type { ProfileName } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import type { Migrations } from "../engine/ports/migrations.ts";
import type { ArtifactStore } from "../engine/ports/platform.ts";
import type { Progress } from "../engine/ports/progress.ts";
import type { Placement, ReleaseBytes } from "../engine/ports/provisioner.ts";
import { ProvisionFailed } from "../engine/provision-failed.ts";
import { profileState } from "../ledger/state.ts";
import type { AskedDatabase } from "../migrations/asked-database.ts";
import type { DatabaseReview } from "../migrations/database-review.ts";
import { describeFault } from "../migrations/describe-fault.ts";
import { type Migration, migrationIn } from "../migrations/migration.ts";
import { type MigrationReview, reviewMigrations } from "../migrations/review.ts";
import type { Digest } from "../names/identity.ts";
import { filesOf, migrationFolders } from "../workspace/artifact/artifact.ts";
import { type BackupWorld, makeBackup, placeOf, servingAt } from "./make.ts";
import { reviewDatabase } from "./review-database.ts";

/** Finds the databases that a release would give SQL, by running its program with nothing done. */
export interface ProgramSurvey {
  /** @returns those that it came to, and the folder of its artifact, unpacked */
  survey(placement: Placement, again: boolean): Promise<{ asked: AskedDatabase[]; home: string }>;
}

/** Reads migrations out of artifacts, and backs up what they are about to change. */
export class ArtifactMigrations implements Migrations {
  readonly #artifacts: ArtifactStore;
  readonly #world: BackupWorld;
  readonly #progress: Progress;
  readonly #programs: ProgramSurvey;
  readonly #read = new Map<Digest, Promise<Migration[]>>();

  constructor(artifacts: ArtifactStore, world: BackupWorld, progress: Progress, programs: ProgramSurvey) {
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
  const folders = await migrationFolders(files);
  return folders.flatMap((folder) =>
    [...files].flatMap(([path, bytes]) => {
      const isIn = path.startsWith(`${folder}/`) && path.endsWith(".sql");
      return isIn
        ? [migrationIn(folder, path.slice(folder.length + 1), new TextDecoder().decode(bytes))]
        : [];
    }),
  );
}
