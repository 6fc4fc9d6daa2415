import { Database } from "bun:sqlite";

/**
 * Opens the emulator's own database (what Cloudflare's control plane would know), making it when it is new.
 * The write-ahead log means that what was committed outlives `kill -9`.
 * @param schema SQL that makes what is not there yet
 */
export function openDatabase(path: string, schema: string): Database {
  const database = new Database(path, { create: true, strict: true });
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run("PRAGMA foreign_keys = ON");
  database.run(schema);
  return database;
}
