import type { SnapshotStore } from "../../ledger/snapshot.ts";
import type { LedgerStore } from "../../ledger/store.ts";
import type { BackupStore, Databases, UploadRecords } from "./data.ts";
import type {
  Anchors,
  ArtifactStore,
  Platform,
  StageStates,
  TriggerReader,
  VersionReader,
} from "./platform.ts";

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
