import type { BackupStore } from "../data.ts";
import type { CloudflareApi } from "./api/client.ts";
import { R2Bucket } from "./bucket.ts";

/** Backups in an R2 bucket of the account whose databases they hold. */
export function r2BackupStore(api: CloudflareApi, accountId: string): BackupStore {
  const bucket = new R2Bucket(api, accountId, "kit-backups");
  return {
    put: (key, bytes) => bucket.put(`the backup ${key}`, key, bytes),
    get: (key) => bucket.get(`the backup ${key}`, key),
    keys: async (prefix) => (await bucket.list("the backups", prefix)).map(({ key }) => key),
  };
}
