import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId } from "../../../store/ids.ts";

const CERTIFICATES = "cannot be had here: the emulator keeps no certificates";
const DIRECT = "cannot be had here: the emulator reaches databases by host and port";

const Origin = z
  .object({
    scheme: z.enum(["postgres", "postgresql", "mysql"]),
    host: z.string().regex(/^[^\s/@]+$/, "is not a host"),
    port: z.int().min(1).max(65_535).optional(),
    database: z.string().min(1),
    user: z.string().min(1),
    password: z.string().min(1),
    access_client_id: z.never(DIRECT).optional(),
    service_id: z.never(DIRECT).optional(),
  })
  .transform((origin) => ({ ...origin, port: origin.port ?? (origin.scheme === "mysql" ? 3306 : 5432) }));

/** In seconds. Defaults and limits: developers.cloudflare.com/hyperdrive/concepts/query-caching */
const Caching = z
  .object({
    disabled: z.boolean().default(false),
    max_age: z.number().min(0).max(3_600).nullish(),
    stale_while_revalidate: z.number().min(0).nullish(),
  })
  .transform(({ disabled, max_age, stale_while_revalidate }) =>
    disabled
      ? { disabled }
      : { disabled, max_age: max_age ?? 60, stale_while_revalidate: stale_while_revalidate ?? 15 },
  );

/** What a database is reached with, in Cloudflare's words. */
export const HyperdriveSettings = z
  .object({
    origin: Origin,
    caching: Caching.prefault({}),
    mtls: z
      .object({
        sslmode: z.literal("require", `other than require ${CERTIFICATES}`).optional(),
        ca_certificate_id: z.never(CERTIFICATES).optional(),
        mtls_certificate_id: z.never(CERTIFICATES).optional(),
      })
      .optional(),
    origin_connection_limit: z.int().min(5).max(100).default(60),
  })
  .refine(({ origin, mtls }) => origin.scheme !== "mysql" || mtls?.sslmode === undefined, {
    path: ["mtls", "sslmode"],
    message: "cannot be had here for MySQL: the emulator reaches it without TLS",
  });
export type HyperdriveSettings = z.infer<typeof HyperdriveSettings>;

export interface HyperdriveConfig {
  id: string;
  name: string;
  createdOn: string;
  modifiedOn: string;
  restartedOn: string | null;
  /** With the database's password. */
  settings: HyperdriveSettings;
}

export class HyperdriveConfigs {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS hyperdrive_config (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      created_on TEXT NOT NULL,
      modified_on TEXT NOT NULL,
      restarted_on TEXT,
      settings TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): HyperdriveConfig[] {
    return this.#select("ORDER BY created_on, name");
  }

  get(id: string): HyperdriveConfig | undefined {
    return this.#select("WHERE id = ?", id)[0];
  }

  named(name: string): HyperdriveConfig | undefined {
    return this.#select("WHERE name = ?", name)[0];
  }

  create(name: string, settings: HyperdriveSettings): HyperdriveConfig {
    const now = new Date().toISOString();
    const made = { id: newHexId(), name, createdOn: now, modifiedOn: now, restartedOn: null, settings };
    this.#database.run(
      "INSERT INTO hyperdrive_config (id, name, created_on, modified_on, settings) VALUES (?, ?, ?, ?, ?)",
      [made.id, name, now, now, JSON.stringify(settings)],
    );
    return made;
  }

  save(id: string, name: string, settings: HyperdriveSettings): void {
    this.#database.run("UPDATE hyperdrive_config SET name = ?, modified_on = ?, settings = ? WHERE id = ?", [
      name,
      new Date().toISOString(),
      JSON.stringify(settings),
      id,
    ]);
  }

  saveRestart(id: string): void {
    this.#database.run("UPDATE hyperdrive_config SET restarted_on = ? WHERE id = ?", [
      new Date().toISOString(),
      id,
    ]);
  }

  delete(id: string): void {
    this.#database.run("DELETE FROM hyperdrive_config WHERE id = ?", [id]);
  }

  #select(where: string, ...parameters: string[]): HyperdriveConfig[] {
    return this.#database
      .query<Omit<HyperdriveConfig, "settings"> & { settings: string }, string[]>(
        `SELECT id, name, created_on AS createdOn, modified_on AS modifiedOn, restarted_on AS restartedOn, settings
         FROM hyperdrive_config ${where}`,
      )
      .all(...parameters)
      .map((row) => ({ ...row, settings: HyperdriveSettings.parse(JSON.parse(row.settings)) }));
  }
}
