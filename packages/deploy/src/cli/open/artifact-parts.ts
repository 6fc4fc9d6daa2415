import { BackingUpGuard } from "../../backup/database-guard.ts";
import type { BackupWorld } from "../../backup/make.ts";
import { ArtifactMigrations } from "../../backup/migrations.ts";
import type { Migrations } from "../../engine/ports/migrations.ts";
import type { ArtifactStore } from "../../engine/ports/platform.ts";
import type { Progress } from "../../engine/ports/progress.ts";
import type { Provisioner } from "../../engine/ports/provisioner.ts";
import { ArtifactProvisioner } from "../../operations/artifact-provisioner.ts";
import type { ProgramWorld } from "../../platform/cloudflare/program/infrastructure-program.ts";
import type { App } from "../../workspace/load-app.ts";

/** The parts of a delivery that unpack artifacts: to run the program in one, and to read its migrations. */
export interface ArtifactParts {
  provisioner: Provisioner;
  migrations: Migrations;
}

/** What they work with. */
export interface ArtifactWorld {
  app: App;
  artifacts: ArtifactStore;
  /** Asked for when a program is to run. */
  programs: () => ProgramWorld;
  data: BackupWorld;
  progress: Progress;
}

export function artifactParts({ app, artifacts, programs, data, progress }: ArtifactWorld): ArtifactParts {
  const guard = new BackingUpGuard(data, progress);
  const provisioner = new ArtifactProvisioner(app, artifacts, programs, guard);
  return { provisioner, migrations: new ArtifactMigrations(artifacts, data, progress, provisioner) };
}
