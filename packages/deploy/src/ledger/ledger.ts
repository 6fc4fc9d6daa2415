import { z } from "zod";
import type { AppName } from "../config/name.ts";
import { genesis, type Head, link, type Row, verifyChain } from "./chain.ts";
import { type Entry, entry, type LedgerEvent } from "./event.ts";
import { fold } from "./fold.ts";
import { type AppState, emptyState } from "./state.ts";
import type { LedgerStore } from "./store.ts";

/** The chain does not hold: somebody changed what was written. */
export class TamperedLedger extends Error {
  override readonly name = "TamperedLedger";
  readonly seq: number;

  constructor(app: AppName, seq: number, reason: string) {
    super(`The ledger of ${app} was tampered with: ${reason}.`);
    this.seq = seq;
  }
}

/** Who writes, and when. */
export interface Scribe {
  by: string;
  now(): Date;
}

/** One app's chain, followed as far as it has been read. */
export class Ledger {
  readonly app: AppName;
  readonly entries: Entry[] = [];
  state: AppState = emptyState;
  #head: Head = genesis;
  readonly #store: LedgerStore;
  readonly #scribe: Scribe;

  private constructor(app: AppName, store: LedgerStore, scribe: Scribe) {
    this.app = app;
    this.#store = store;
    this.#scribe = scribe;
  }

  /** @throws TamperedLedger when the chain does not hold */
  static async open(app: AppName, store: LedgerStore, scribe: Scribe): Promise<Ledger> {
    const ledger = new Ledger(app, store, scribe);
    await ledger.refresh();
    return ledger;
  }

  get head(): Head {
    return this.#head;
  }

  /** Reads what others wrote since. @throws TamperedLedger when it does not follow what was read before */
  async refresh(): Promise<void> {
    const rows = await this.#store.read(this.app, this.#head.seq);
    const chain = await verifyChain(this.app, rows, this.#head);
    if (!chain.ok) throw new TamperedLedger(this.app, chain.seq, chain.reason);
    const entries = rows.map((row) => this.#parse(row));
    this.entries.push(...entries);
    this.state = fold(entries, this.state);
    this.#head = chain.head;
  }

  /**
   * Appends what `decide` makes of the newest state, in one step: when somebody else wrote first, their
   * events are read and `decide` is asked again, so what is appended always follows from what it follows.
   * @param decide throws to refuse; an empty answer appends nothing
   */
  async append(decide: (state: AppState) => readonly LedgerEvent[]): Promise<void> {
    for (;;) {
      const events = decide(this.state);
      if (events.length === 0) return;
      const rows = await this.#rows(events);
      if (await this.#store.append(this.app, rows)) {
        for (const row of rows) this.#accept(row);
        return;
      }
      await this.refresh();
    }
  }

  async #rows(events: readonly LedgerEvent[]): Promise<Row[]> {
    const rows: Row[] = [];
    const at = this.#scribe.now().toISOString();
    for (const event of events) {
      const body = JSON.stringify({ at, by: this.#scribe.by, event });
      rows.push(await link(this.app, rows.at(-1) ?? this.#head, body));
    }
    return rows;
  }

  #accept(row: Row): void {
    const parsed = this.#parse(row);
    this.entries.push(parsed);
    this.state = fold([parsed], this.state);
    this.#head = { seq: row.seq, hash: row.hash };
  }

  #parse(row: Row): Entry {
    const parsed = entry.safeParse({
      ...z.record(z.string(), z.unknown()).parse(JSON.parse(row.body)),
      seq: row.seq,
    });
    if (parsed.success) return parsed.data;
    throw new Error(
      `Event ${row.seq} of ${this.app} is of a kind this version of the kit does not know; update @kit/deploy.`,
    );
  }
}
