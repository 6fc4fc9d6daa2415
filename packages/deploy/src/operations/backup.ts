import { Archive } from "../backup/archive.ts";
import { makeBackup, placeOf, type Serving, servingAt } from "../backup/make.ts";
import type { Backup } from "../backup/manifest.ts";
import type { ProfileName } from "../config/index.ts";
import { kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import type { Delivery } from "../workspace/delivery.ts";

/**
 * Keeps all that a profile's databases hold.
 * @throws Refusal when no release serves there, or none of its databases is bound to one
 */
export async function backup(delivery: Delivery, profile: ProfileName): Promise<Backup> {
  const serving = await servingWithData(delivery, profile);
  return delivery.progress.during("backup", () => makeBackup(delivery, profile, serving, null), placeOf);
}

/** The finished backups of a profile, newest first. */
export async function listBackups(
  { account, app }: Delivery,
  profile: ProfileName,
  most: number,
): Promise<{ backups: Backup[]; more: number }> {
  const archive = new Archive(account.backups, app.name, profile);
  const names = (await archive.names()).toReversed();
  const backups = await Promise.all(names.slice(0, most).map((name) => archive.read(name)));
  return { backups, more: names.length - backups.length };
}

/** @throws Refusal when nothing serves the profile, or what serves has no database */
export async function servingWithData(delivery: Delivery, profile: ProfileName): Promise<Serving> {
  const { app } = delivery;
  const serving = await servingAt(delivery, profile);
  const missing = serving ? `${serving.release.name} has no D1 database` : `no release of ${app.name} serves`;
  if (serving && serving.databases.length > 0) return serving;
  throw new Refusal("no-data", `There is no data to keep or to replace: ${missing} in ${profile}.`, {
    action: kit("status", app.name),
  });
}
