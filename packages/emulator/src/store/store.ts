import type { Database } from "bun:sqlite";
import { join } from "node:path";
import { Blobs } from "./blobs.ts";
import { openDatabase } from "./database.ts";

/** A part of the store that one product has for itself. */
export interface Table<T> {
  /** The SQL that makes it where it is not there yet. None for what is kept in memory. */
  readonly schema?: string;
  new (database: Database): T;
}

/** Everything the emulator remembers, but for what Workers keep in D1, KV and R2 (see runtime/storage.ts). */
export class Store {
  readonly blobs: Blobs;
  readonly #database: Database;
  readonly #tables: ReadonlyMap<Table<object>, object>;

  /**
   * @param dir the emulator's folder
   * @param tables those of all products
   */
  constructor(dir: string, tables: readonly Table<object>[]) {
    const database = openDatabase(
      join(dir, "store.sqlite"),
      tables.map(({ schema = "" }) => schema).join("\n"),
    );
    this.#database = database;
    this.#tables = new Map(tables.map((Table) => [Table, new Table(database)]));
    this.blobs = new Blobs(join(dir, "blobs"));
  }

  /**
   * The part of the store that is of a class, such as `store.of(Queues)`.
   * @throws Error when no product lists it among its tables
   */
  of<T extends object>(Table: Table<T>): T {
    const table = this.#tables.get(Table);
    if (table instanceof Table) return table;
    throw new Error(`${Table.name} is not among the tables of a product.`);
  }

  /** All of what `work` writes, or none of it. */
  transaction = <T>(work: () => T): T => this.#database.transaction(work)();

  close(): void {
    this.#database.close();
  }
}
