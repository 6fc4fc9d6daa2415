import type { Database } from "bun:sqlite";
import { z } from "zod";

const Options = z.record(z.string(), z.unknown());

/** A D1 database. Its rows are in the storage process, under its id. */
export interface D1Database {
  id: string;
  name: string;
  createdAt: string;
  /** What it was made with, and what was changed since. */
  options: Record<string, unknown>;
}

export class D1Databases {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS d1_database (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      created_at TEXT NOT NULL,
      options TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): D1Database[] {
    return this.#select("ORDER BY created_at, name");
  }

  get(id: string): D1Database | undefined {
    return this.#select("WHERE id = ?", id)[0];
  }

  named(name: string): D1Database | undefined {
    return this.#select("WHERE name = ?", name)[0];
  }

  create(name: string, options: Record<string, unknown>): D1Database {
    const made = { id: crypto.randomUUID(), name, createdAt: new Date().toISOString(), options };
    this.#database.run("INSERT INTO d1_database (id, name, created_at, options) VALUES (?, ?, ?, ?)", [
      made.id,
      name,
      made.createdAt,
      JSON.stringify(options),
    ]);
    return made;
  }

  saveOptions(id: string, options: Record<string, unknown>): void {
    this.#database.run("UPDATE d1_database SET options = ? WHERE id = ?", [JSON.stringify(options), id]);
  }

  delete(id: string): void {
    this.#database.run("DELETE FROM d1_database WHERE id = ?", [id]);
  }

  #select(where: string, ...parameters: string[]): D1Database[] {
    return this.#database
      .query<Omit<D1Database, "options"> & { options: string }, string[]>(
        `SELECT id, name, created_at AS createdAt, options FROM d1_database ${where}`,
      )
      .all(...parameters)
      .map((row) => ({ ...row, options: Options.parse(JSON.parse(row.options)) }));
  }
}
