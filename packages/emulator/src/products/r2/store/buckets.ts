import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId } from "../../../store/ids.ts";

const Options = z.record(z.string(), z.unknown());

/** Where a bucket's data must stay. Buckets of different ones may have the same name. */
export const Jurisdiction = z.enum(["default", "eu", "us", "fedramp", "fedramp-high"]);
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/** An R2 bucket. */
export interface R2Bucket {
  name: string;
  jurisdiction: Jurisdiction;
  /** What its objects are kept under in the storage process: a name can be used again, this cannot. */
  object: string;
  createdAt: string;
  /** What it was made with, and what was changed since. */
  options: Record<string, unknown>;
}

export class R2Buckets {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS r2_bucket (
      name TEXT PRIMARY KEY,
      object TEXT NOT NULL,
      created_at TEXT NOT NULL,
      options TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(jurisdiction: Jurisdiction): R2Bucket[] {
    return this.#select("ORDER BY name").filter((bucket) => bucket.jurisdiction === jurisdiction);
  }

  get(name: string, jurisdiction: Jurisdiction): R2Bucket | undefined {
    return this.#select("WHERE name = ?", keyOf({ name, jurisdiction }))[0];
  }

  create(name: string, jurisdiction: Jurisdiction, options: Record<string, unknown>): R2Bucket {
    const made = { name, jurisdiction, object: newHexId(), createdAt: new Date().toISOString(), options };
    this.#database.run("INSERT INTO r2_bucket (name, object, created_at, options) VALUES (?, ?, ?, ?)", [
      keyOf(made),
      made.object,
      made.createdAt,
      JSON.stringify(options),
    ]);
    return made;
  }

  saveOptions(bucket: R2Bucket, options: Record<string, unknown>): void {
    this.#database.run("UPDATE r2_bucket SET options = ? WHERE name = ?", [
      JSON.stringify(options),
      keyOf(bucket),
    ]);
  }

  delete(bucket: R2Bucket): void {
    this.#database.run("DELETE FROM r2_bucket WHERE name = ?", [keyOf(bucket)]);
  }

  #select(where: string, ...parameters: string[]): R2Bucket[] {
    return this.#database
      .query<{ key: string; object: string; createdAt: string; options: string }, string[]>(
        `SELECT name AS key, object, created_at AS createdAt, options FROM r2_bucket ${where}`,
      )
      .all(...parameters)
      .map(({ key, options, ...row }) => ({
        ...row,
        ...readKey(key),
        options: Options.parse(JSON.parse(options)),
      }));
  }
}

/** No name has a slash in it. */
function keyOf({ name, jurisdiction }: Pick<R2Bucket, "name" | "jurisdiction">): string {
  return jurisdiction === "default" ? name : `${jurisdiction}/${name}`;
}

function readKey(key: string): Pick<R2Bucket, "name" | "jurisdiction"> {
  const [, jurisdiction = "default", name = key] = /^([\w-]+)\/(.*)$/.exec(key) ?? [];
  return { name, jurisdiction: Jurisdiction.parse(jurisdiction) };
}
