import { Database } from "bun:sqlite";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The engine's numbers for what begins an instance, and for what ends it. */
const BEGUN = "0, 1";
const ENDED = "2, 3, 4";

/**
 * What Durable Objects keep: a folder for each namespace, in it a file for each object, and one for the alarms of all.
 * Read here only to know whether there is anything to wake.
 */
export class ObjectFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Ids of the objects of a namespace that have stored something. */
  stored(namespace: string): string[] {
    const folder = join(this.folder, namespace);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.flatMap((file) => /^([0-9a-f]{64})\.sqlite$/.exec(file)?.[1] ?? []);
  }

  /** Whether an object of a namespace is to be woken at some time. */
  hasAlarms(namespace: string): boolean {
    return this.#holds(namespace, "metadata", "_cf_ALARM", "SELECT 1 FROM _cf_ALARM LIMIT 1");
  }

  /** Ids of the objects of a workflow whose instances have not ended. */
  unfinished(workflow: string): string[] {
    const last = `SELECT event FROM states WHERE event IN (${BEGUN}, ${ENDED}) ORDER BY id DESC LIMIT 1`;
    const sql = `SELECT 1 FROM (${last}) WHERE event IN (${BEGUN})`;
    return this.stored(workflow).filter((id) => this.#holds(workflow, id, "states", sql));
  }

  /** Deletes what is kept for namespaces that are no more. */
  sweep(namespaces: ReadonlySet<string>): void {
    if (!existsSync(this.folder)) return;
    for (const id of readdirSync(this.folder)) {
      if (!namespaces.has(id)) rmSync(join(this.folder, id), { recursive: true, force: true });
    }
  }

  /** Whether a file has a table, and a query of it a row. */
  #holds(namespace: string, name: string, table: string, sql: string): boolean {
    const file = join(this.folder, namespace, `${name}.sqlite`);
    if (!existsSync(file)) return false;
    using database = new Database(file);
    const made = database.query("SELECT 1 FROM sqlite_master WHERE name = ?").get(table);
    return made !== null && database.query(sql).get() !== null;
  }
}
