import type { Database } from "bun:sqlite";
import { newHexId } from "../../../store/ids.ts";

/** A KV namespace. Its values are in the storage process, under its id. */
export interface KvNamespace {
  id: string;
  title: string;
  createdAt: string;
}

export class KvNamespaces {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS kv_namespace (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL UNIQUE,
      created_at TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): KvNamespace[] {
    return this.#select("ORDER BY created_at, title");
  }

  get(id: string): KvNamespace | undefined {
    return this.#select("WHERE id = ?", id)[0];
  }

  titled(title: string): KvNamespace | undefined {
    return this.#select("WHERE title = ?", title)[0];
  }

  create(title: string): KvNamespace {
    const made = { id: newHexId(), title, createdAt: new Date().toISOString() };
    this.#database.run("INSERT INTO kv_namespace (id, title, created_at) VALUES (?, ?, ?)", [
      made.id,
      title,
      made.createdAt,
    ]);
    return made;
  }

  rename(id: string, title: string): void {
    this.#database.run("UPDATE kv_namespace SET title = ? WHERE id = ?", [title, id]);
  }

  delete(id: string): void {
    this.#database.run("DELETE FROM kv_namespace WHERE id = ?", [id]);
  }

  #select(where: string, ...parameters: string[]): KvNamespace[] {
    return this.#database
      .query<KvNamespace, string[]>(`SELECT id, title, created_at AS createdAt FROM kv_namespace ${where}`)
      .all(...parameters);
  }
}
