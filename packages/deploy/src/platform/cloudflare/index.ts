import type { SnapshotStore } from "../../ledger/snapshot.ts";
import type { LedgerStore } from "../../ledger/store.ts";
import type { BackupStore, Databases, UploadRecords } from "../data.ts";
import type { Anchors, ArtifactStore, Platform, StageStates, TriggerReader, VersionReader } from "../port.ts";
import type { Target } from "../target.ts";
import { CloudflareApi } from "./api/client.ts";
import { R2ArtifactStore } from "./artifact-store.ts";
import { r2BackupStore } from "./backup-store.ts";
import { d1Databases } from "./databases.ts";
import { D1LedgerStore } from "./ledger-store.ts";
import { stageStates } from "./stage-states.ts";
import { r2UploadRecords } from "./upload-records.ts";
import { versionReader } from "./version-reader.ts";
import { CloudflareWorkers } from "./workers.ts";

/** All that the kit keeps and moves in one account. */
export interface Account {
  platform: Platform;
  artifacts: ArtifactStore;
  versions: VersionReader;
  ledger: LedgerStore & SnapshotStore;
  anchors: Anchors;
  triggers: TriggerReader;
  databases: Databases;
  backups: BackupStore;
  stages: StageStates;
  uploads: UploadRecords;
}

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
