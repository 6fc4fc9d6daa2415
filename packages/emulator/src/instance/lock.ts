import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Sees to it that one folder has one emulator. The lock is a SQLite transaction that lasts as long as the emulator:
 * the kernel lets go of it when the process ends, however it ends.
 */
export interface Lock {
  release(): void;
}

const FILE = "lock.sqlite";
/** In milliseconds. Those who only look hold the file too, but far shorter than this. */
const PATIENCE = 250;

/** @returns undefined when an emulator holds the folder already */
export function takeLock(dir: string): Lock | undefined {
  const database = new Database(join(dir, FILE), { create: true });
  try {
    database.run(`PRAGMA busy_timeout = ${PATIENCE}`);
    // There is nothing in it to roll back: a journal left behind would only make the next look wait.
    database.run("PRAGMA journal_mode = MEMORY");
    database.run("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return undefined;
  }
  return { release: () => database.close() };
}

/** Whether an emulator holds the folder. Any number may look at once, and looking does not get in the way. */
export function isLocked(dir: string): boolean {
  if (!existsSync(join(dir, FILE))) return false;
  const database = new Database(join(dir, FILE));
  try {
    database.query("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}
