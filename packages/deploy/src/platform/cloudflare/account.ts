import type { Account } from "../../engine/ports/account.ts";
import { CloudflareApi } from "./api/client.ts";
import type { Target } from "./api/target.ts";
import { R2ArtifactStore } from "./stores/artifact-store.ts";
import { r2BackupStore } from "./stores/backup-store.ts";
import { d1Databases } from "./stores/databases.ts";
import { D1LedgerStore } from "./stores/ledger-store.ts";
import { stageStates } from "./stores/stage-states.ts";
import { r2UploadRecords } from "./stores/upload-records.ts";
import { versionReader } from "./workers/version-reader.ts";
import { CloudflareWorkers } from "./workers/workers.ts";

/** Opens an account. Nothing is asked of it until something is needed. */
export function openAccount(target: Target): Account {
  const api = new CloudflareApi(target);
  const workers = new CloudflareWorkers(api, target);
  return {
    platform: workers,
    anchors: workers,
    triggers: workers,
    versions: versionReader(api, target),
    artifacts: new R2ArtifactStore(api, target.accountId),
    ledger: new D1LedgerStore(api, target.accountId),
    databases: d1Databases(api, target.accountId),
    backups: r2BackupStore(api, target.accountId),
    stages: stageStates(api, target.accountId),
    uploads: r2UploadRecords(api, target.accountId),
  };
}
