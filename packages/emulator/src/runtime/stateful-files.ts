import { Database } from "bun:sqlite";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * What stateful services keep: a folder for each, in it a file for each object, and one for the alarms of all. Read
 * here only to know whether there is anything to wake.
 */
export class StatefulFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Ids of the objects of a service that have stored something. */
  stored(service: string): string[] {
    const folder = join(this.folder, service);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.flatMap((file) => /^([0-9a-f]{64})\.sqlite$/.exec(file)?.[1] ?? []);
  }

  /** Deletes what is kept for services that are no more: all but these. */
  sweep(services: ReadonlySet<string>): void {
    if (!existsSync(this.folder)) return;
    for (const id of readdirSync(this.folder)) {
      if (!services.has(id)) rmSync(join(this.folder, id), { recursive: true, force: true });
    }
  }

  /**
   * Whether a file has a table, and a query of it a row.
   * @param name of the file: an object's id, or `metadata` for what is of all
   */
  holds(service: string, name: string, table: string, sql: string): boolean {
    const file = join(this.folder, service, `${name}.sqlite`);
    if (!existsSync(file)) return false;
    using database = new Database(file);
    const made = database.query("SELECT 1 FROM sqlite_master WHERE name = ?").get(table);
    return made !== null && database.query(sql).get() !== null;
  }
}
