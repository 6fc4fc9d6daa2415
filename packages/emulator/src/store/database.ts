import { Database } from "bun:sqlite";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS script (
  name TEXT PRIMARY KEY,
  tag TEXT NOT NULL,
  created_on TEXT NOT NULL,
  modified_on TEXT NOT NULL,
  settings TEXT NOT NULL,
  subdomain TEXT NOT NULL,
  schedules TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS version (
  id TEXT PRIMARY KEY,
  script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  created_on TEXT NOT NULL,
  upload TEXT NOT NULL,
  UNIQUE (script, number)
) STRICT;
CREATE TABLE IF NOT EXISTS deployment (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
  created_on TEXT NOT NULL,
  versions TEXT NOT NULL,
  annotations TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS deployment_by_script ON deployment(script, sequence);
CREATE TABLE IF NOT EXISTS asset (
  hash TEXT PRIMARY KEY,
  blob TEXT NOT NULL,
  content_type TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS asset_session (
  id TEXT PRIMARY KEY,
  script TEXT NOT NULL,
  manifest TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS d1_database (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  options TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS kv_namespace (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS r2_bucket (
  name TEXT PRIMARY KEY,
  object TEXT NOT NULL,
  created_at TEXT NOT NULL,
  options TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS object_namespace (
  id TEXT PRIMARY KEY,
  script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
  class_name TEXT NOT NULL,
  sqlite INTEGER NOT NULL,
  UNIQUE (script, class_name)
) STRICT;
CREATE TABLE IF NOT EXISTS queue (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_on TEXT NOT NULL,
  modified_on TEXT NOT NULL,
  settings TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS queue_consumer (
  id TEXT PRIMARY KEY,
  queue TEXT NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  script TEXT REFERENCES script(name) ON DELETE CASCADE,
  created_on TEXT NOT NULL,
  options TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS queue_message (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL REFERENCES queue(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  body BLOB NOT NULL,
  lease TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS queue_message_by_time ON queue_message(queue, ready_at);
CREATE TABLE IF NOT EXISTS hyperdrive_config (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_on TEXT NOT NULL,
  modified_on TEXT NOT NULL,
  restarted_on TEXT,
  settings TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS workflow (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
  class_name TEXT NOT NULL,
  created_on TEXT NOT NULL,
  modified_on TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS zone (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE IF NOT EXISTS custom_domain (
  id TEXT PRIMARY KEY,
  zone TEXT NOT NULL REFERENCES zone(id) ON DELETE CASCADE,
  hostname TEXT NOT NULL UNIQUE,
  script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE
) STRICT;
CREATE TABLE IF NOT EXISTS route (
  id TEXT PRIMARY KEY,
  zone TEXT NOT NULL REFERENCES zone(id) ON DELETE CASCADE,
  pattern TEXT NOT NULL UNIQUE,
  script TEXT REFERENCES script(name) ON DELETE CASCADE
) STRICT;
CREATE TABLE IF NOT EXISTS migration_tag (
  script TEXT PRIMARY KEY REFERENCES script(name) ON DELETE CASCADE,
  tag TEXT NOT NULL
) STRICT;
`;

/**
 * Opens the emulator's own database (what Cloudflare's control plane would know), making it when it is new.
 * The write-ahead log means that what was committed outlives `kill -9`.
 */
export function openDatabase(path: string): Database {
  const database = new Database(path, { create: true, strict: true });
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run("PRAGMA foreign_keys = ON");
  database.run(SCHEMA);
  return database;
}
