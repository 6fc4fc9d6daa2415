import { z } from "zod";
import type { ProfileName } from "../../config/index.ts";
import { workerName } from "../../config/index.ts";
import { mainVersion } from "../../core/traffic.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import type { Release } from "../../ledger/state.ts";
import { backupName, type RunId } from "../../names/identity.ts";
import type { Account } from "../../platform/cloudflare/index.ts";
import { Archive } from "./archive.ts";
import { dumpDatabase } from "./dump.ts";
import { type BackedUpDatabase, type Backup, rowsOf } from "./manifest.ts";

/** What keeping a profile's data asks of the world. */
export interface BackupWorld {
  ledger: Ledger;
  account: Pick<Account, "platform" | "versions" | "databases" | "backups">;
  clock: { now(): Date };
}

/** A D1 database that a profile's live version is bound to. */
export interface BoundDatabase {
  id: string;
  name: string;
}

/** A release that serves a profile, or is the first to come to it, and the databases that it uses there. */
export interface Serving {
  release: Pick<Release, "name" | "digest">;
  databases: BoundDatabase[];
}

/** Cloudflare has called the same id by both names. */
const d1Settings = z.union([
  z.object({ database_id: z.string() }).transform(({ database_id }) => database_id),
  z.object({ id: z.string() }).transform(({ id }) => id),
]);

/** What serves a profile, as the platform says; `undefined` where no release of the kit does. */
export async function servingAt(
  { ledger, account }: Pick<BackupWorld, "ledger" | "account">,
  profile: ProfileName,
): Promise<Serving | undefined> {
  const worker = workerName(ledger.app, profile);
  const traffic = await account.platform.traffic(worker);
  const version = mainVersion(traffic);
  const release = liveRelease(ledger.state, profile, traffic);
  if (!version || !release) return undefined;
  const bindings = await account.versions.bindings(worker, version);
  const ids = bindings.filter(({ type }) => type === "d1").map(({ settings }) => d1Settings.parse(settings));
  const databases = await Promise.all(
    [...new Set(ids)].map(async (id) => ({ id, name: await account.databases.name(id) })),
  );
  return { release, databases };
}

/**
 * Keeps all that a profile's databases hold. A database goes on serving meanwhile.
 * @param run the run before whose migrations this is; a backup of these databases that was made for it is left as it is
 */
export async function makeBackup(
  world: BackupWorld,
  profile: ProfileName,
  { release, databases }: Serving,
  run: RunId | null,
): Promise<Backup> {
  const { account, ledger, clock } = world;
  const archive = new Archive(account.backups, ledger.app, profile);
  const made = run && (await archive.ofRun(run, databases));
  if (made) return record(ledger, made);

  const at = clock.now().toISOString();
  const name = backupName.parse([at.replace(/[:.]/g, "-"), run ?? []].flat().join("-"));
  const kept: BackedUpDatabase[] = [];
  for (const { id, name: database } of databases) {
    const dumped = await dumpDatabase(account.databases, id);
    if (dumped.kind === "large") {
      kept.push({ kind: "large", name: database, bytes: dumped.bytes });
      continue;
    }
    const { sql, tables, snapshot } = dumped.dump;
    const stored = await archive.putSql(name, database, sql);
    kept.push({ kind: "dump", name: database, ...stored, snapshot, tables });
  }
  const backup: Backup = {
    schema: 1,
    app: ledger.app,
    profile,
    name,
    at,
    release: release.name,
    digest: release.digest,
    run,
    databases: kept,
  };
  await archive.put(backup);
  return record(ledger, backup);
}

/** Writes a backup into the ledger, once: a crash may lie between keeping it and telling of it. */
async function record(ledger: Ledger, backup: Backup): Promise<Backup> {
  const { profile, name, release, run, databases } = backup;
  const isTold = ledger.entries.some(({ event }) => event.type === "backup-made" && event.backup === name);
  if (isTold) return backup;
  const rows = databases.map((database) => ({ name: database.name, rows: rowsOf(database) }));
  await ledger.append(() => [{ type: "backup-made", profile, backup: name, release, run, databases: rows }]);
  return backup;
}

/** Where a backup is kept. */
export function placeOf({ app, profile, name }: Backup): string {
  return `kit-backups/${app}/${profile}/${name}`;
}
