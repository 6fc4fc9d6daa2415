import type { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Store } from "./store.ts";

class Words {
  static readonly schema = "CREATE TABLE IF NOT EXISTS word (text TEXT NOT NULL) STRICT;";
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(text: string): void {
    this.#database.run("INSERT INTO word VALUES (?)", [text]);
  }

  all(): string[] {
    return this.#database
      .query<{ text: string }, []>("SELECT text FROM word ORDER BY rowid")
      .all()
      .map(({ text }) => text);
  }
}

/** Kept in memory. */
class Count {
  value = 0;
}

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "kit-store-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a table is found by its class, and what it has is there after a restart", () => {
  const first = new Store(dir, [Words, Count]);
  first.of(Words).add("kept");
  first.of(Count).value += 1;
  expect(first.of(Count).value).toBe(1);
  first.close();
  const second = new Store(dir, [Words, Count]);
  expect([second.of(Words).all(), second.of(Count).value]).toEqual([["kept"], 0]);
  second.close();
});

test("a transaction that throws leaves nothing", () => {
  const store = new Store(dir, [Words]);
  const work = () =>
    store.transaction(() => {
      store.of(Words).add("lost");
      throw new Error("stop");
    });
  expect(work).toThrow("stop");
  expect(store.of(Words).all()).toEqual([]);
  store.close();
});

test("a table that no product lists is named", () => {
  const store = new Store(dir, [Words]);
  expect(() => store.of(Count)).toThrow("Count is not among the tables of a product.");
  store.close();
});
