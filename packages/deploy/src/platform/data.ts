/** A statement as D1 takes it: at most 100 kB of SQL, its values apart. */
export interface Statement {
  sql: string;
  params?: readonly string[];
}

/** The D1 databases of an account, by their ids. */
export interface Databases {
  name(id: string): Promise<string>;
  /** The id of the database of that very name; `undefined` where there is none. */
  find(name: string): Promise<string | undefined>;
  /**
   * Performs statements in order, in one transaction: all or none.
   * @returns the rows that each answered, as arrays of values
   */
  batch(id: string, statements: readonly Statement[]): Promise<unknown[][][]>;
}

/** Where the infrastructure program records how it uploaded releases, by keys such as `shop/prod/shop-prod.json`. */
export interface UploadRecords {
  /** `undefined` when there is nothing under that key. */
  read(key: string): Promise<string | undefined>;
}

/** Where backups are kept, by keys such as `shop/prod/…`. */
export interface BackupStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** `undefined` when there is nothing under that key. */
  get(key: string): Promise<Uint8Array | undefined>;
  keys(prefix: string): Promise<string[]>;
}
