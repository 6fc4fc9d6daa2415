import type { Database } from "bun:sqlite";
import type { ScriptName } from "../../../store/ids.ts";

/** All Durable Objects of one class of one Worker. Their data is in a folder named by the id. */
export interface ObjectNamespace {
  id: string;
  script: string;
  className: string;
  /** Whether the class may use `storage.sql`. */
  sqlite: boolean;
}

/** The Durable Object namespaces of all Workers, and how far each Worker has migrated. */
export class ObjectNamespaces {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS object_namespace (
      id TEXT PRIMARY KEY,
      script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
      class_name TEXT NOT NULL,
      sqlite INTEGER NOT NULL,
      UNIQUE (script, class_name)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS migration_tag (
      script TEXT PRIMARY KEY REFERENCES script(name) ON DELETE CASCADE,
      tag TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): ObjectNamespace[] {
    return this.#select("ORDER BY script, class_name");
  }

  of(script: string): ObjectNamespace[] {
    return this.#select("WHERE script = ? ORDER BY class_name", script);
  }

  get(id: string): ObjectNamespace | undefined {
    return this.#select("WHERE id = ?", id)[0];
  }

  find(script: string, className: string): ObjectNamespace | undefined {
    return this.#select("WHERE script = ? AND class_name = ?", script, className)[0];
  }

  /** Makes the namespaces of a Worker these, and no others. One that comes from another Worker leaves it. */
  replace(script: ScriptName, namespaces: readonly ObjectNamespace[]): void {
    this.#database.run("DELETE FROM object_namespace WHERE script = ?", [script]);
    for (const { id, className, sqlite } of namespaces) {
      this.#database.run(
        "INSERT OR REPLACE INTO object_namespace (id, script, class_name, sqlite) VALUES (?, ?, ?, ?)",
        [id, script, className, Number(sqlite)],
      );
    }
  }

  /** The tag of the last migration that a Worker was given. */
  tag(script: string): string | undefined {
    return this.#database
      .query<{ tag: string }, [string]>("SELECT tag FROM migration_tag WHERE script = ?")
      .get(script)?.tag;
  }

  saveTag(script: ScriptName, tag: string): void {
    this.#database.run("INSERT OR REPLACE INTO migration_tag (script, tag) VALUES (?, ?)", [script, tag]);
  }

  #select(where: string, ...parameters: string[]): ObjectNamespace[] {
    return this.#database
      .query<Omit<ObjectNamespace, "sqlite"> & { sqlite: number }, string[]>(
        `SELECT id, script, class_name AS className, sqlite FROM object_namespace ${where}`,
      )
      .all(...parameters)
      .map((row) => ({ ...row, sqlite: row.sqlite === 1 }));
  }
}
