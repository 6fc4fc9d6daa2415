import { byHand } from "../names/action.ts";
import type { AppName } from "../names/name.ts";
import { Refusal } from "../names/user-error.ts";
import { genesis, type Head, link, type Row, verifyChain } from "./chain.ts";
import { body, type Entry, type LedgerEvent } from "./event.ts";
import { fold } from "./fold.ts";
import { withFormat } from "./format.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { readState, type SnapshotStore, writeState } from "./snapshot.ts";
import { type AppState, emptyState } from "./state.ts";
import type { LedgerStore } from "./store.ts";

/** Events after which the state is written down, so that nobody need read them all again. */
const snapshotEvery = 200;

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
  /** The events read and written, from the snapshot on where one was used. */
  readonly entries: Entry[] = [];
  state: AppState = emptyState;
  #head: Head = genesis;
  #snapshotAt = 0;
  /** Whoever writes here while another does (a heartbeat, a backup) follows on what that one wrote. */
  readonly #work = new OneAtATime();
  readonly #store: LedgerStore;
  readonly #snapshots: SnapshotStore | undefined;
  readonly #scribe: Scribe;

  private constructor(
    app: AppName,
    store: LedgerStore,
    scribe: Scribe,
    snapshots: SnapshotStore | undefined,
  ) {
    this.app = app;
    this.#store = store;
    this.#scribe = scribe;
    this.#snapshots = snapshots;
  }

  /**
   * @param snapshots where the state may be taken up from; without, every event is read
   * @throws TamperedLedger when the chain does not hold
   */
  static async open(
    app: AppName,
    store: LedgerStore,
    scribe: Scribe,
    snapshots?: SnapshotStore,
  ): Promise<Ledger> {
    const ledger = new Ledger(app, store, scribe, snapshots);
    if (snapshots) await ledger.#openFrom(snapshots);
    else await ledger.refresh();
    return ledger;
  }

  get head(): Head {
    return this.#head;
  }

  /** Reads what others wrote since. @throws TamperedLedger when it does not follow what was read before */
  refresh(): Promise<void> {
    return this.#work.do(() => this.#read());
  }

  /**
   * Appends what `decide` makes of the newest state, in one step: when somebody else wrote first, their
   * events are read and `decide` is asked again, so what is appended always follows from what it follows.
   * An event that an older kit would misread comes with one before it that makes the ledger read-only to that kit.
   * @param decide throws to refuse; an empty answer appends nothing
   */
  append(decide: (state: AppState) => readonly LedgerEvent[]): Promise<void> {
    return this.#work.do(() => this.#append(decide));
  }

  async #append(decide: (state: AppState) => readonly LedgerEvent[]): Promise<void> {
    for (;;) {
      this.#assertUnderstood();
      const decided = decide(this.state);
      if (decided.length === 0) return;
      const events = withFormat(this.state.format, decided);
      const rows = await this.#rows(events);
      if (await this.#store.append(this.app, rows)) {
        this.#accept(rows);
        await this.#takeSnapshot();
        return;
      }
      await this.#read();
    }
  }

  async #read(): Promise<void> {
    await this.#follow(await this.#store.read(this.app, this.#head.seq));
  }

  async #openFrom(snapshots: SnapshotStore): Promise<void> {
    const { snapshot, rows } = await snapshots.open(this.app);
    const state = snapshot && readState(snapshot.body);
    if (snapshot && !state) return this.#read();
    if (snapshot && state) {
      this.state = state;
      this.#head = { seq: snapshot.seq, hash: snapshot.hash };
      this.#snapshotAt = snapshot.seq;
    }
    await this.#follow(rows);
  }

  async #follow(rows: readonly Row[]): Promise<void> {
    const chain = await verifyChain(this.app, rows, this.#head);
    if (!chain.ok) throw new TamperedLedger(this.app, chain.seq, chain.reason);
    this.#accept(rows);
  }

  #accept(rows: readonly Row[]): void {
    const entries = rows.map(parseRow);
    this.entries.push(...entries);
    this.state = fold(entries, this.state);
    const last = rows.at(-1);
    if (last) this.#head = { seq: last.seq, hash: last.hash };
  }

  async #rows(events: readonly LedgerEvent[]): Promise<Row[]> {
    const rows: Row[] = [];
    const at = this.#scribe.now().toISOString();
    for (const event of events) {
      const text = JSON.stringify({ v: 1, at, by: this.#scribe.by, event });
      rows.push(await link(this.app, rows.at(-1) ?? this.#head, text));
    }
    return rows;
  }

  /** A snapshot that cannot be written is not missed: the next runner writes one, or reads a little longer. */
  async #takeSnapshot(): Promise<void> {
    if (!this.#snapshots || this.#head.seq - this.#snapshotAt < snapshotEvery) return;
    this.#snapshotAt = this.#head.seq;
    await this.#snapshots.save(this.app, { ...this.#head, body: writeState(this.state) }).catch(() => {});
  }

  #assertUnderstood(): void {
    if (this.state.unknown === null) return;
    throw new Refusal(
      "ledger-newer",
      `The ledger of ${this.app} has what this version of the kit does not know: ${this.state.unknown}. It can be read, not written to. Nothing was changed. A later version wrote it, so update @kit/deploy: where a colleague has, git pull brings it; else:`,
      { action: byHand("bunx create-alchemy-kit@latest update") },
    );
  }
}

/** What a row tells. @throws when it holds no event at all, which no version of the kit writes */
export function parseRow(row: Row): Entry {
  const { at, by, event } = body.parse(JSON.parse(row.body));
  return { seq: row.seq, at, by, event };
}
