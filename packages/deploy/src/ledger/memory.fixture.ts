import type { AppName } from "../names/name.ts";
import type { Row } from "./chain.ts";
import type { Snapshot, SnapshotStore } from "./snapshot.ts";
import type { LedgerStore } from "./store.ts";

/** The least a store can be: rows in memory, one compare-and-swap, one snapshot. For tests. */
export class MemoryStore implements LedgerStore, SnapshotStore {
  rows: Row[] = [];
  snapshot: Snapshot | undefined;
  /** How often rows were added, each time all at once. */
  appends = 0;

  async read(_app: AppName, after: number): Promise<Row[]> {
    return this.rows.filter(({ seq }) => seq > after).map((row) => ({ ...row }));
  }

  async append(_app: AppName, rows: readonly Row[]): Promise<boolean> {
    if ((this.rows.at(-1)?.hash ?? "genesis") !== rows[0]?.prev) return false;
    this.rows.push(...rows);
    this.appends++;
    return true;
  }

  async apps(): Promise<AppName[]> {
    return [];
  }

  async open(app: AppName): Promise<{ snapshot: Snapshot | undefined; rows: Row[] }> {
    return { snapshot: this.snapshot, rows: await this.read(app, this.snapshot?.seq ?? 0) };
  }

  async save(_app: AppName, snapshot: Snapshot): Promise<void> {
    this.snapshot = snapshot;
  }
}
