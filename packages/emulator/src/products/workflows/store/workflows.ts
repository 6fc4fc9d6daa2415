import type { Database } from "bun:sqlite";
import { newHexId } from "../../../store/ids.ts";

/** A Workflow: a class of a Worker, whose instances are kept under its id. */
export interface Workflow {
  id: string;
  name: string;
  script: string;
  className: string;
  createdOn: string;
  modifiedOn: string;
}

const SELECT = `SELECT id, name, script, class_name AS className, created_on AS createdOn, modified_on AS modifiedOn
  FROM workflow`;

export class Workflows {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS workflow (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
      class_name TEXT NOT NULL,
      created_on TEXT NOT NULL,
      modified_on TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): Workflow[] {
    return this.#database.query<Workflow, []>(`${SELECT} ORDER BY name`).all();
  }

  of(script: string): Workflow[] {
    return this.#database.query<Workflow, [string]>(`${SELECT} WHERE script = ? ORDER BY name`).all(script);
  }

  named(name: string): Workflow | undefined {
    return this.#database.query<Workflow, [string]>(`${SELECT} WHERE name = ?`).get(name) ?? undefined;
  }

  /** Makes a workflow, or gives one that is there another class. */
  save(name: string, script: string, className: string): void {
    const now = new Date().toISOString();
    this.#database.run(
      `INSERT INTO workflow (id, name, script, class_name, created_on, modified_on) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET script = excluded.script, class_name = excluded.class_name,
       modified_on = excluded.modified_on`,
      [newHexId(), name, script, className, now, now],
    );
  }

  delete(name: string): void {
    this.#database.run("DELETE FROM workflow WHERE name = ?", [name]);
  }
}
