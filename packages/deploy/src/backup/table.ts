/** A table whose rows are kept. */
export interface Table {
  name: string;
  /** The statement after which its rows can be written. */
  sql: string;
  virtual: boolean;
  /** Those that are written; what is generated is left out. */
  columns: readonly string[];
  /** What its rows are numbered by; `null` where they are not, or cannot be asked for it. */
  rowid: string | null;
  /** Columns of the primary key, in order. */
  key: readonly string[];
  /** Names of the tables that its foreign keys point to. */
  references: readonly string[];
}
