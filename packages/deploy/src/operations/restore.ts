import { Archive } from "../backup/archive.ts";
import { loadDump } from "../backup/load.ts";
import { type BoundDatabase, makeBackup, placeOf, type Serving } from "../backup/make.ts";
import { type BackedUpDatabase, type Backup, rowsOf } from "../backup/manifest.ts";
import { measure } from "../backup/page.ts";
import { readSchema } from "../backup/schema.ts";
import type { ProfileName } from "../config/index.ts";
import { assertPassable } from "../engine/barrier.ts";
import { takeLease } from "../engine/lease.ts";
import { assertNothingInterrupted } from "../engine/owner.ts";
import { Tenure } from "../engine/tenure.ts";
import { liveRelease } from "../ledger/release-of.ts";
import { kit } from "../names/action.ts";
import type { BackupName } from "../names/identity.ts";
import { messageOf, Refusal } from "../names/user-error.ts";
import type { Delivery } from "../workspace/delivery.ts";
import { servingWithData } from "./backup.ts";

type Dumped = Extract<BackedUpDatabase, { kind: "dump" }>;

/** A restore as it would go. */
export interface RestorePlan {
  backup: Backup;
  serving: Serving;
  databases: { bound: BoundDatabase; dumped: Dumped; rowsNow: number; rowsThen: number }[];
  /** Migrations that the serving release has and the backup does not: they are applied to it again. */
  reapplied: string[];
}

/**
 * What restoring a backup would replace.
 * @param wanted a backup's name, or `latest`
 * @throws Refusal when there is no such backup, or it does not fit what serves
 */
export async function planRestore(
  delivery: Delivery,
  profile: ProfileName,
  wanted: string,
): Promise<RestorePlan> {
  const { account, app, ledger, migrations } = delivery;
  const archive = new Archive(account.backups, app.name, profile);
  const backup = await archive.read(await findBackup(archive, delivery, profile, wanted));
  const serving = await servingWithData(delivery, profile);
  const databases = await Promise.all(
    backup.databases.map(async (database) => {
      const dumped = assertDumped(backup, database);
      const bound = assertBound(backup, serving, database.name);
      const rowsNow = await countRows(delivery, bound.id);
      return { bound, dumped, rowsNow, rowsThen: rowsOf(database) };
    }),
  );
  const { release } = serving;
  const isKept = ledger.state.releases.get(backup.release)?.artifact === "kept";
  const review =
    isKept && (await migrations.review({ release: release.name, digest: release.digest }, backup));
  const reapplied = review ? review.change.brings.map(({ name }) => name) : [];
  return { backup, serving, databases, reapplied };
}

/**
 * Replaces what a profile's databases hold by a backup. What they held is backed up first; each is replaced in
 * one transaction; then the serving release is provisioned anew, so that its own migrations are applied to
 * older data too.
 * @returns the backup of what was replaced
 */
export async function restore(
  delivery: Delivery,
  profile: ProfileName,
  { backup, serving, databases }: RestorePlan,
): Promise<Backup> {
  const { account, app, ledger, progress, provisioner } = delivery;
  const archive = new Archive(account.backups, app.name, profile);
  await ledger.append((state) => {
    assertPassable(state, app.name, profile, "rollback");
    assertNothingInterrupted(state, delivery, profile);
    if (liveRelease(state, profile)?.name !== serving.release.name)
      throw new Refusal(
        "serving-changed",
        `${serving.release.name} no longer serves ${profile}. Nothing was changed; look again with --dry-run.`,
      );
    return [takeLease(state, profile, delivery)];
  });
  const tenure = new Tenure(delivery, profile);
  try {
    const dumps = await Promise.all(
      databases.map(async ({ bound, dumped }) => ({
        bound,
        dump: { sql: await archive.readSql(backup.name, dumped), tables: dumped.tables },
      })),
    );
    const replaced = await progress.during(
      "backup",
      () => makeBackup(delivery, profile, serving, null),
      placeOf,
    );
    for (const { bound, dump } of dumps) {
      await progress.during(
        "restore",
        async () => {
          await tenure.secure();
          await tenure.keeping(() => load(delivery, profile, bound, dump, replaced));
        },
        () => `${bound.name} holds what ${backup.name} kept`,
      );
    }
    const names = databases.map(({ bound }) => bound.name);
    await tenure.append(() => [
      { type: "backup-restored", profile, backup: backup.name, replaced: replaced.name, databases: names },
    ]);
    await progress.during(
      "provision",
      async () => {
        await tenure.secure();
        const { name: release, digest } = serving.release;
        await tenure.keeping(() => provisioner.provision({ profile, release, digest }, true));
      },
      () => `the migrations of ${serving.release.name} are applied`,
    );
    return replaced;
  } finally {
    await tenure.end();
  }
}

async function load(
  { account, app }: Delivery,
  profile: ProfileName,
  bound: BoundDatabase,
  dump: Parameters<typeof loadDump>[2],
  replaced: Backup,
): Promise<void> {
  try {
    await loadDump(account.databases, bound.id, dump);
  } catch (error) {
    throw new Refusal(
      "restore-failed",
      `${bound.name} could not be restored: ${messageOf(error)}. Put back what it held:`,
      {
        action: kit("restore", app.name, { profile, from: replaced.name, yes: true }),
        cause: error,
      },
    );
  }
}

async function findBackup(
  archive: Archive,
  { app }: Delivery,
  profile: ProfileName,
  wanted: string,
): Promise<BackupName> {
  const names = await archive.names();
  const name = wanted === "latest" ? names.at(-1) : names.find((each) => each === wanted);
  if (name) return name;
  if (names.length === 0) {
    const action = kit("backup", app.name, { profile });
    throw new Refusal("backup-missing", `${app.name} has no backup of ${profile}.`, {
      kind: "usage",
      action,
    });
  }
  const action = kit("backup", app.name, { profile, list: true });
  throw new Refusal("backup-missing", `${app.name} has no backup "${wanted}" of ${profile}.`, {
    kind: "usage",
    action,
  });
}

function assertDumped(backup: Backup, database: BackedUpDatabase): Dumped {
  if (database.kind === "dump") return database;
  throw new Refusal(
    "backup-too-large",
    `${database.name} was too large for a backup of the kit's (${Math.round(database.bytes / 1_000_000)} MB). D1 itself can go back to that moment:`,
    { action: `bunx --bun wrangler d1 time-travel restore ${database.name} --timestamp=${backup.at}` },
  );
}

function assertBound({ name }: Backup, { release, databases }: Serving, wanted: string): BoundDatabase {
  const found = databases.find((database) => database.name === wanted);
  if (found) return found;
  throw new Refusal(
    "backup-foreign",
    `The backup ${name} holds the database ${wanted}, which ${release.name} does not use. Nothing was changed.`,
  );
}

async function countRows({ account }: Delivery, id: string): Promise<number> {
  const { tables } = await readSchema(account.databases, id);
  return (await measure(account.databases, id, tables)).reduce((sum, { rows }) => sum + rows, 0);
}
