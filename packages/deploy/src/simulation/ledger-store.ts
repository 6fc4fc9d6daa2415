import type { AppName } from "../config/index.ts";
import { genesis, type Row } from "../ledger/chain.ts";
import type { Snapshot, SnapshotStore } from "../ledger/snapshot.ts";
import type { LedgerStore } from "../ledger/store.ts";

/** Rows in memory, one chain an app, and the compare-and-swap that the ledger rests on. */
export class SimulatedLedgerStore implements LedgerStore, SnapshotStore {
  readonly #snapshots: Map<AppName, Snapshot>;
  readonly #chains: Map<AppName, Row[]>;

  constructor(from?: SimulatedLedgerStore) {
    this.#snapshots = new Map(from ? from.#snapshots : []);
    this.#chains = new Map([...(from ? from.#chains : [])].map(([app, rows]) => [app, [...rows]]));
  }

  async read(app: AppName, after: number): Promise<Row[]> {
    return this.rows(app).slice(after);
  }

  async append(app: AppName, rows: readonly Row[]): Promise<boolean> {
    const chain = this.rows(app);
    const last = rows.at(-1);
    if (!last || chain[last.seq - 1]?.hash === last.hash) return true;
    if ((chain.at(-1)?.hash ?? genesis.hash) !== rows[0]?.prev) return false;
    chain.push(...rows);
    return true;
  }

  async apps(): Promise<AppName[]> {
    return [...this.#chains.keys()].toSorted();
  }

  async open(app: AppName): Promise<{ snapshot: Snapshot | undefined; rows: Row[] }> {
    const snapshot = this.#snapshots.get(app);
    return { snapshot, rows: await this.read(app, snapshot?.seq ?? 0) };
  }

  async save(app: AppName, snapshot: Snapshot): Promise<void> {
    this.#snapshots.set(app, snapshot);
  }

  rows(app: AppName): Row[] {
    const chain = this.#chains.get(app) ?? [];
    this.#chains.set(app, chain);
    return chain;
  }
}
