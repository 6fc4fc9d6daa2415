import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId } from "./ids.ts";

const Options = z.record(z.string(), z.unknown());

/** An R2 bucket. */
export interface R2Bucket {
  name: string;
  /** What its objects are kept under in the storage process: a name can be used again, this cannot. */
  object: string;
  createdAt: string;
  /** What it was made with, and what was changed since. */
  options: Record<string, unknown>;
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
