import type { AppName } from "../names/name.ts";
import type { Row } from "./chain.ts";

/** Where the rows are kept. One chain an app. */
export interface LedgerStore {
  /** The rows after number `after`, in order. */
  read(app: AppName, after: number): Promise<Row[]>;
  /** Adds all rows, or none when another writer was first. Safe to repeat: rows already there count as added. */
  append(app: AppName, rows: readonly Row[]): Promise<boolean>;
  /** The apps that have a chain. */
  apps(): Promise<AppName[]>;
}
