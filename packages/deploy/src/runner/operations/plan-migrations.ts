import { join } from "node:path";
import { type ProfileName, profileBefore } from "../../config/index.ts";
import type { Migration } from "../../core/migration.ts";
import { type MigrationReview, reviewMigrations } from "../../core/migration-fault.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import type { Delivery } from "../delivery.ts";
import { readMigrations } from "../migrations.ts";
import { newestGood } from "./promote.ts";

/**
 * What would come to a profile's databases next: from the checkout to the first profile, from the newest good
 * release of the profile before to a later one.
 * @throws Refusal when the profile before has no good release
 */
export async function planMigrations(delivery: Delivery, profile: ProfileName): Promise<MigrationReview> {
  const { account, app, ledger } = delivery;
  const from = profileBefore(app.config.pipeline, profile);
  const serving = liveRelease(ledger.state, profile);
  const [there, coming] = await Promise.all([
    serving && readMigrations(account.artifacts, serving.digest),
    from ? readMigrations(account.artifacts, newestGood(delivery, from).digest) : inCheckout(app.dir),
  ]);
  return reviewMigrations(coming, there);
}

async function inCheckout(dir: string): Promise<Migration[]> {
  const files = new Bun.Glob("migrations/**/*.sql").scan({ cwd: dir });
  const paths = await Array.fromAsync(files);
  return Promise.all(
    paths.map(async (path) => ({
      name: path.slice("migrations/".length).replaceAll("\\", "/"),
      sql: await Bun.file(join(dir, path)).text(),
    })),
  );
}
