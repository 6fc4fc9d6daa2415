import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId } from "../../../store/ids.ts";

/** How a message's body is written. `v8` is what structured clone makes of a value. */
export const ContentType = z.enum(["text", "json", "bytes", "v8"]);
export type ContentType = z.infer<typeof ContentType>;

/** A message as it is sent. */
export interface NewMessage {
  contentType: ContentType;
  body: Uint8Array;
  /** In milliseconds. */
  delay: number;
}

/** A message in a queue. Times are in milliseconds. */
export interface Message {
  sequence: number;
  id: string;
  sentAt: number;
  /** When it may be delivered. */
  readyAt: number;
  /** How often it was delivered in vain. */
  attempts: number;
  contentType: ContentType;
  body: Uint8Array;
}

const SELECT = `SELECT sequence, id, sent_at AS sentAt, ready_at AS readyAt, attempts, content_type AS contentType, body
  FROM queue_message`;

/** What is in the queues: kept until it is acknowledged, too old, or purged. */
export class QueueMessages {
  static readonly schema = `
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
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param now in milliseconds */
  add(queue: string, messages: readonly NewMessage[], now: number): void {
    for (const { contentType, body, delay } of messages) {
      this.#database.run(
        `INSERT INTO queue_message (queue, id, sent_at, ready_at, attempts, content_type, body)
         VALUES (?, ?, ?, ?, 0, ?, ?)`,
        [queue, newHexId(), now, now + delay, contentType, body],
      );
    }
  }

  /** Messages that may be delivered by a time, those that waited longest first. */
  ready(queue: string, now: number, limit: number): Message[] {
    return this.#database
      .query<Message, [string, number, number]>(
        `${SELECT} WHERE queue = ? AND ready_at <= ? ORDER BY ready_at, sequence LIMIT ?`,
      )
      .all(queue, now, limit);
  }

  /** When the next message may be delivered. */
  nextReadyAt(queue: string): number | undefined {
    const row = this.#database
      .query<{ at: number | null }, [string]>("SELECT min(ready_at) AS at FROM queue_message WHERE queue = ?")
      .get(queue);
    return row?.at ?? undefined;
  }

  backlog(queue: string): { count: number; bytes: number; oldest: number } {
    const row = this.#database
      .query<{ count: number; bytes: number; oldest: number }, [string]>(
        `SELECT count(*) AS count, coalesce(sum(length(body)), 0) AS bytes, coalesce(min(sent_at), 0) AS oldest
         FROM queue_message WHERE queue = ?`,
      )
      .get(queue);
    return row ?? { count: 0, bytes: 0, oldest: 0 };
  }

  remove(sequences: readonly number[]): void {
    for (const sequence of sequences)
      this.#database.run("DELETE FROM queue_message WHERE sequence = ?", [sequence]);
  }

  /** Counts a delivery in vain. */
  retry(sequence: number, readyAt: number): void {
    this.#database.run(
      "UPDATE queue_message SET attempts = attempts + 1, ready_at = ?, lease = NULL WHERE sequence = ?",
      [readyAt, sequence],
    );
  }

  /** Moves a message, which begins anew there. */
  move(sequence: number, queue: string, now: number): void {
    this.#database.run(
      "UPDATE queue_message SET queue = ?, attempts = 0, sent_at = ?, ready_at = ?, lease = NULL WHERE sequence = ?",
      [queue, now, now, sequence],
    );
  }

  /** Hides a message until a time, for whoever has the lease. */
  lease(sequence: number, lease: string, until: number): void {
    this.#database.run(
      "UPDATE queue_message SET lease = ?, ready_at = ?, attempts = attempts + 1 WHERE sequence = ?",
      [lease, until, sequence],
    );
  }

  leased(queue: string, lease: string): Message | undefined {
    return (
      this.#database
        .query<Message, [string, string]>(`${SELECT} WHERE queue = ? AND lease = ?`)
        .get(queue, lease) ?? undefined
    );
  }

  /** Makes a leased message available at a time. */
  release(sequence: number, readyAt: number): void {
    this.#database.run("UPDATE queue_message SET lease = NULL, ready_at = ? WHERE sequence = ?", [
      readyAt,
      sequence,
    ]);
  }

  /** Forgets messages sent before a time. */
  expire(queue: string, sentBefore: number): void {
    this.#database.run("DELETE FROM queue_message WHERE queue = ? AND sent_at < ?", [queue, sentBefore]);
  }

  purge(queue: string): void {
    this.#database.run("DELETE FROM queue_message WHERE queue = ?", [queue]);
  }
}
