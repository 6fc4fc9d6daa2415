import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ProfileName, profileBefore } from "../../config/index.ts";
import { type Migration, migrationIn } from "../../core/migration.ts";
import { type MigrationReview, reviewMigrations } from "../../core/migration-fault.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import { build } from "../build.ts";
import type { DatabaseReview } from "../databases/review.ts";
import type { Delivery } from "../delivery.ts";
import type { App } from "../load-app.ts";
import { readMigrations } from "../migrations.ts";
import { bundleProgram } from "../program.ts";
import { foldersNamedIn, programSql } from "../program-sql/pack.ts";
import { newestGood } from "./promote.ts";

/** What would come to a profile's databases, and those that it would find there. */
export interface MigrationPlan extends MigrationReview {
  databases: DatabaseReview[];
}

/**
 * What would come to a profile's databases next: from the checkout to the first profile, from the newest good
 * release of the profile before to a later one. Only a release's program can be asked which databases it would find.
 * @throws Refusal when the profile before has no good release, or the checkout could not be released
 */
export async function planMigrations(delivery: Delivery, profile: ProfileName): Promise<MigrationPlan> {
  const { account, app, ledger, migrations, env } = delivery;
  const from = profileBefore(app.config.pipeline, profile);
  const serving = liveRelease(ledger.state, profile);
  const next = from && newestGood(delivery, from);
  const [there, coming, databases] = await Promise.all([
    serving && readMigrations(account.artifacts, serving.digest),
    next ? readMigrations(account.artifacts, next.digest) : inCheckout(app, env),
    next ? migrations.databases({ profile, release: next.name, digest: next.digest }) : [],
  ]);
  return { ...reviewMigrations(coming, there), databases };
}

async function inCheckout(app: App, env: NodeJS.ProcessEnv): Promise<Migration[]> {
  const { code } = await bundleProgram(app, env);
  // A folder that the build makes may not be there yet.
  if (foldersNamedIn(code).some((folder) => !existsSync(join(app.dir, folder)))) await build(app, env);
  const { folders } = await programSql(app, code);
  const found = await Promise.all(folders.map((folder) => inFolder(app, folder)));
  return found.flat();
}

async function inFolder({ dir }: App, folder: string): Promise<Migration[]> {
  const files = await Array.fromAsync(new Bun.Glob("**/*.sql").scan({ cwd: join(dir, folder) }));
  return Promise.all(
    files.map(async (path) => {
      const sql = await readFile(join(dir, folder, path), "utf8");
      return migrationIn(folder, path.replaceAll("\\", "/"), sql);
    }),
  );
}
