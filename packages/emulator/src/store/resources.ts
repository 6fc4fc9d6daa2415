import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId } from "./ids.ts";

const Options = z.record(z.string(), z.unknown());

/** A D1 database. Its rows are in the storage process, under its id. */
export type D1Database = { id: string; name: string; createdAt: string; options: Record<string, unknown> };
/** A KV namespace. Its values are in the storage process, under its id. */
export type KvNamespace = { id: string; title: string; createdAt: string };
/** An R2 bucket. Its objects are in the storage process, under `object`: a name can be used again, an id cannot. */
export type R2Bucket = { name: string; object: string; createdAt: string; options: Record<string, unknown> };

export class D1Databases {
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

export class KvNamespaces {
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

export class R2Buckets {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): R2Bucket[] {
    return this.#select("ORDER BY name");
  }

  get(name: string): R2Bucket | undefined {
    return this.#select("WHERE name = ?", name)[0];
  }

  create(name: string, options: Record<string, unknown>): R2Bucket {
    const made = { name, object: newHexId(), createdAt: new Date().toISOString(), options };
    this.#database.run("INSERT INTO r2_bucket (name, object, created_at, options) VALUES (?, ?, ?, ?)", [
      name,
      made.object,
      made.createdAt,
      JSON.stringify(options),
    ]);
    return made;
  }

  saveOptions(name: string, options: Record<string, unknown>): void {
    this.#database.run("UPDATE r2_bucket SET options = ? WHERE name = ?", [JSON.stringify(options), name]);
  }

  delete(name: string): void {
    this.#database.run("DELETE FROM r2_bucket WHERE name = ?", [name]);
  }

  #select(where: string, ...parameters: string[]): R2Bucket[] {
    return this.#database
      .query<Omit<R2Bucket, "options"> & { options: string }, string[]>(
        `SELECT name, object, created_at AS createdAt, options FROM r2_bucket ${where}`,
      )
      .all(...parameters)
      .map((row) => ({ ...row, options: Options.parse(JSON.parse(row.options)) }));
  }
}
