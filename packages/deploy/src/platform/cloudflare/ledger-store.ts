import { z } from "zod";
import { type AppName, appNameSchema } from "../../config/index.ts";
import type { Row } from "../../ledger/chain.ts";
import type { Snapshot, SnapshotStore } from "../../ledger/snapshot.ts";
import type { LedgerStore } from "../../ledger/store.ts";
import { PlatformError } from "../platform-error.ts";
import type { CloudflareApi } from "./api/client.ts";
import { apiPath } from "./api/path.ts";

const databaseName = "kit-ledger";

const createTables = `CREATE TABLE IF NOT EXISTS event (
  app TEXT NOT NULL, seq INTEGER NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
  PRIMARY KEY (app, seq)
) STRICT;
CREATE TABLE IF NOT EXISTS snapshot (
  app TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL
) STRICT`;

/** Compare-and-swap in one statement: adds every row, or none when the head is no longer the one they follow. */
const append = `INSERT INTO event (app, seq, prev, hash, body)
SELECT ?1, value ->> 'seq', value ->> 'prev', value ->> 'hash', value ->> 'body' FROM json_each(?2)
WHERE coalesce((SELECT hash FROM event WHERE app = ?1 ORDER BY seq DESC LIMIT 1), 'genesis') = ?3
ON CONFLICT DO NOTHING RETURNING seq`;

/** The snapshot, as row 0, where the chain still holds the event that it was taken at; then the rows after it. */
const open = `WITH latest AS (
  SELECT snapshot.* FROM snapshot JOIN event USING (app, seq, hash) WHERE app = ?1
)
SELECT 0 AS seq, seq AS prev, hash, body FROM latest
UNION ALL
SELECT seq, prev, hash, body FROM event WHERE app = ?1 AND seq > coalesce((SELECT seq FROM latest), 0)
ORDER BY seq`;

/** An older snapshot never takes the place of a newer one. */
const save = `INSERT INTO snapshot (app, seq, hash, body) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (app) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, body = excluded.body
WHERE excluded.seq > snapshot.seq`;

const resultsSchema = z.array(z.object({ results: z.array(z.unknown()).nullish() }));
const databaseSchema = z.object({ uuid: z.string(), name: z.string() });
const databasesSchema = z.array(databaseSchema);
const row = z.object({ seq: z.number(), prev: z.coerce.string(), hash: z.string(), body: z.string() });

/** The ledger in a D1 database of the account that it describes. */
export class D1LedgerStore implements LedgerStore, SnapshotStore {
  readonly #api: CloudflareApi;
  readonly #account: string;
  #database: string | undefined;

  constructor(api: CloudflareApi, accountId: string) {
    this.#api = api;
    this.#account = accountId;
  }

  async read(app: AppName, after: number): Promise<Row[]> {
    const sql = "SELECT seq, prev, hash, body FROM event WHERE app = ?1 AND seq > ?2 ORDER BY seq";
    return z.array(row).parse(await this.#look("read the ledger", sql, [app, String(after)]));
  }

  async append(app: AppName, rows: readonly Row[]): Promise<boolean> {
    const [first, last] = [rows.at(0), rows.at(-1)];
    if (!first || !last) return true;
    const added = await this.#query("write the ledger", append, [app, JSON.stringify(rows), first.prev]);
    if (added.length === rows.length) return true;
    const sql = "SELECT seq FROM event WHERE app = ?1 AND hash = ?2";
    return (await this.#query("read the ledger", sql, [app, last.hash])).length === 1;
  }

  async open(app: AppName): Promise<{ snapshot: Snapshot | undefined; rows: Row[] }> {
    const found = z.array(row).parse(await this.#look("read the ledger", open, [app]));
    const [first, ...after] = found;
    if (first?.seq !== 0) return { snapshot: undefined, rows: found };
    return { snapshot: { seq: Number(first.prev), hash: first.hash, body: first.body }, rows: after };
  }

  async save(app: AppName, { seq, hash, body }: Snapshot): Promise<void> {
    await this.#query("keep a snapshot of the ledger", save, [app, String(seq), hash, body]);
  }

  async apps(): Promise<AppName[]> {
    const rows = await this.#look("read the ledger", "SELECT DISTINCT app FROM event ORDER BY app", []);
    return z
      .array(z.object({ app: appNameSchema }))
      .parse(rows)
      .map(({ app }) => app);
  }

  /** Looking makes nothing: where there is no ledger yet, nothing is in it. */
  async #look(what: string, sql: string, params: string[]): Promise<unknown[]> {
    const id = await this.#existing();
    return id === undefined ? [] : this.#run(id, what, sql, params);
  }

  async #query(what: string, sql: string, params: string[]): Promise<unknown[]> {
    const id = (await this.#existing()) ?? (await this.#make());
    return this.#run(id, what, sql, params);
  }

  /** A database without its tables was made by a runner that died before it came to them. */
  async #run(id: string, what: string, sql: string, params: string[]): Promise<unknown[]> {
    try {
      return await this.#ask(id, what, sql, params);
    } catch (error) {
      if (!(error instanceof PlatformError && /no such table/.test(error.message))) throw error;
      await this.#ask(id, "prepare the ledger", createTables, []);
      return this.#ask(id, what, sql, params);
    }
  }

  async #ask(id: string, what: string, sql: string, params: string[]): Promise<unknown[]> {
    const path = apiPath`/accounts/${this.#account}/d1/database/${id}/query`;
    const body = { sql, ...(params.length > 0 && { params }) };
    const results = await this.#api.result({ asked: what, method: "POST", path, body }, resultsSchema);
    return results.flatMap((each) => each.results ?? []);
  }

  /** Remembered once it is there. */
  async #existing(): Promise<string | undefined> {
    this.#database ??= await this.#find();
    return this.#database;
  }

  async #make(): Promise<string> {
    this.#database = (await this.#create()) ?? (await this.#find());
    if (this.#database !== undefined) return this.#database;
    throw new Error(`The database ${databaseName} can neither be found nor made.`);
  }

  async #find(): Promise<string | undefined> {
    const query = { name: databaseName };
    const found = await this.#api.result(
      { asked: "look for the ledger", path: this.#databases, query },
      databasesSchema,
    );
    return found.find(({ name }) => name === databaseName)?.uuid;
  }

  /** `undefined` when another runner was faster. */
  async #create(): Promise<string | undefined> {
    try {
      const body = { name: databaseName };
      const call = { asked: "make the ledger", method: "POST" as const, path: this.#databases, body };
      return (await this.#api.result(call, databaseSchema)).uuid;
    } catch (error) {
      if (error instanceof PlatformError && /already exists/i.test(error.message)) return undefined;
      throw error;
    }
  }

  get #databases(): string {
    return apiPath`/accounts/${this.#account}/d1/database`;
  }
}
