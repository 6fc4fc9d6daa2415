import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId } from "../../../store/ids.ts";

/** In seconds. Defaults and limits: developers.cloudflare.com/queues/platform/limits */
export const QueueSettings = z.object({
  delivery_delay: z.number().min(0).max(86_400).default(0),
  delivery_paused: z.boolean().default(false),
  message_retention_period: z.number().min(60).max(1_209_600).default(345_600),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

export interface Queue {
  id: string;
  name: string;
  createdOn: string;
  modifiedOn: string;
  settings: QueueSettings;
}

/** How a Worker (or, with `http_pull`, whoever asks) takes messages. */
export const ConsumerOptions = z.object({
  type: z.enum(["worker", "http_pull"]),
  dead_letter_queue: z.string().optional(),
  settings: z.object({
    batch_size: z.number().int().min(1).max(100).default(10),
    max_retries: z.number().int().min(0).max(100).default(3),
    /** In milliseconds. */
    max_wait_time_ms: z.number().min(0).max(60_000).default(5_000),
    max_concurrency: z.number().int().min(1).max(250).nullish(),
    /** In seconds. */
    retry_delay: z.number().min(0).max(86_400).default(0),
    /** Of `http_pull`. */
    visibility_timeout_ms: z.number().min(0).max(43_200_000).default(30_000),
  }),
});
export type ConsumerOptions = z.infer<typeof ConsumerOptions>;

export interface Consumer {
  id: string;
  queue: string;
  /** Undefined for `http_pull`. */
  script: string | undefined;
  createdOn: string;
  options: ConsumerOptions;
}

type QueueRow = Omit<Queue, "settings"> & { settings: string };
type ConsumerRow = Omit<Consumer, "options" | "script"> & { options: string; script: string | null };

/** Queues and who consumes them. */
export class Queues {
  static readonly schema = `
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
  `;
  readonly #database: Database;
  #changed: (queue: string) => void = () => undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param changed called from now on when a queue, its consumer or its messages have changed */
  onChange(changed: (queue: string) => void): void {
    this.#changed = changed;
  }

  /** To be called once such a change is committed. */
  announce(queue: string): void {
    this.#changed(queue);
  }

  list(): Queue[] {
    return this.#select("ORDER BY created_on, name");
  }

  get(id: string): Queue | undefined {
    return this.#select("WHERE id = ?", id)[0];
  }

  named(name: string): Queue | undefined {
    return this.#select("WHERE name = ?", name)[0];
  }

  create(name: string, settings: QueueSettings): Queue {
    const now = new Date().toISOString();
    const made = { id: newHexId(), name, createdOn: now, modifiedOn: now, settings };
    this.#database.run(
      "INSERT INTO queue (id, name, created_on, modified_on, settings) VALUES (?, ?, ?, ?, ?)",
      [made.id, name, now, now, JSON.stringify(settings)],
    );
    return made;
  }

  save(id: string, name: string, settings: QueueSettings): void {
    this.#database.run("UPDATE queue SET name = ?, settings = ?, modified_on = ? WHERE id = ?", [
      name,
      JSON.stringify(settings),
      new Date().toISOString(),
      id,
    ]);
  }

  delete(id: string): void {
    this.#database.run("DELETE FROM queue WHERE id = ?", [id]);
  }

  consumersOf(queue: string): Consumer[] {
    return this.#consumers("WHERE queue = ?", queue);
  }

  consumedBy(script: string): Consumer[] {
    return this.#consumers("WHERE script = ?", script);
  }

  addConsumer(queue: string, script: string | undefined, options: ConsumerOptions): Consumer {
    const made = { id: newHexId(), queue, script, createdOn: new Date().toISOString(), options };
    this.#database.run(
      "INSERT INTO queue_consumer (id, queue, script, created_on, options) VALUES (?, ?, ?, ?, ?)",
      [made.id, queue, script ?? null, made.createdOn, JSON.stringify(options)],
    );
    return made;
  }

  saveConsumer({ id, script, options }: Consumer): void {
    this.#database.run("UPDATE queue_consumer SET script = ?, options = ? WHERE id = ?", [
      script ?? null,
      JSON.stringify(options),
      id,
    ]);
  }

  removeConsumer(id: string): void {
    this.#database.run("DELETE FROM queue_consumer WHERE id = ?", [id]);
  }

  #select(where: string, ...parameters: string[]): Queue[] {
    return this.#database
      .query<QueueRow, string[]>(
        `SELECT id, name, created_on AS createdOn, modified_on AS modifiedOn, settings FROM queue ${where}`,
      )
      .all(...parameters)
      .map((row) => ({ ...row, settings: QueueSettings.parse(JSON.parse(row.settings)) }));
  }

  #consumers(where: string, parameter: string): Consumer[] {
    return this.#database
      .query<ConsumerRow, [string]>(
        `SELECT id, queue, script, created_on AS createdOn, options FROM queue_consumer ${where}`,
      )
      .all(parameter)
      .map((row) => ({
        ...row,
        script: row.script ?? undefined,
        options: ConsumerOptions.parse(JSON.parse(row.options)),
      }));
  }
}
