import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { D1_STORAGE } from "../storage.ts";
import { type D1Database, D1Databases } from "../store/databases.ts";
import { splitSql } from "./split-sql.ts";

const NewDatabase = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/, "is not a name for a database"),
});
const Parameter = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.number())]);
const Statement = z.object({ sql: z.string(), params: z.array(Parameter).nullish() });
const Query = z.union([z.object({ batch: z.array(Statement) }), Statement]);

/** What the storage process answers: one result a statement, or what SQLite said. */
const Answer = z.union([
  z.array(z.looseObject({ success: z.literal(true) })),
  z.object({ success: z.literal(false), error: z.string() }),
]);

export const list: Handler = (c) => {
  const name = c.req.query("name");
  // Cloudflare finds every database whose name contains this.
  const databases = c.env.store
    .of(D1Databases)
    .list()
    .filter((database) => !name || database.name.includes(name));
  return page(c, databases.map(databaseView));
};

export const create: Handler = async (c) => {
  const { name, ...options } = await body(c, NewDatabase);
  if (c.env.store.of(D1Databases).named(name)) {
    throw new ApiError(400, 7502, `Database with name '${name}' already exists`);
  }
  return ok(c, databaseView(c.env.store.of(D1Databases).create(name, options)));
};

export const get: Handler = (c) => ok(c, databaseView(foundDatabase(c)));

/** Changes what can be changed of a database: how it is replicated. Kept, given back, and of no effect here. */
export const patch: Handler = async (c) => {
  const database = foundDatabase(c);
  const options = { ...database.options, ...(await body(c, z.record(z.string(), z.unknown()))) };
  c.env.store.of(D1Databases).saveOptions(database.id, options);
  return ok(c, databaseView({ ...database, options }));
};

export const remove: Handler = async (c) => {
  const { id } = foundDatabase(c);
  c.env.store.of(D1Databases).delete(id);
  await c.env.storage.discard(D1_STORAGE, id);
  return ok(c, null);
};

/** Rows as objects. */
export const query: Handler = (c) => run(c, "ARRAY_OF_OBJECTS");

/** Rows as arrays, beside their columns' names. */
export const raw: Handler = (c) => run(c, "ROWS_AND_COLUMNS");

/** All statements in one transaction, one result each. */
async function run(c: Context<Api>, format: "ARRAY_OF_OBJECTS" | "ROWS_AND_COLUMNS"): Promise<Response> {
  const { id } = foundDatabase(c);
  const asked = await body(c, Query);
  const statements = ("batch" in asked ? asked.batch : [asked]).flatMap(separate);
  return ok(c, await runSql(c, id, statements, format));
}

/**
 * Runs statements in one transaction.
 * @returns one result a statement
 * @throws ApiError 7500 with SQLite's words
 */
export async function runSql(
  c: Context<Api>,
  id: string,
  statements: readonly { sql: string; params: unknown[] }[],
  format: "ARRAY_OF_OBJECTS" | "ROWS_AND_COLUMNS" | "NONE",
): Promise<unknown> {
  const response = await c.env.storage.fetch(D1_STORAGE, id, `/query?resultsFormat=${format}`, {
    method: "POST",
    body: JSON.stringify(statements),
  });
  const answer = Answer.parse(await response.json());
  if (!Array.isArray(answer)) throw new ApiError(400, 7500, answer.error);
  return answer;
}

function separate({ sql, params }: z.infer<typeof Statement>) {
  const statements = splitSql(sql);
  if (statements.length > 1 && params && params.length > 0) {
    throw new ApiError(400, 7500, "A prepared SQL statement must contain only one statement.: SQLITE_ERROR");
  }
  // SQLite has no booleans.
  const values = (params ?? []).map((value) => (typeof value === "boolean" ? Number(value) : value));
  return statements.map((statement) => ({ sql: statement, params: values }));
}

/**
 * The database in the path: by its id, or as wrangler asks, by its name.
 * @throws ApiError 7404 when there is none
 */
export function foundDatabase(c: Context<Api>): D1Database {
  const asked = param(c, "database");
  const database = c.env.store.of(D1Databases).get(asked) ?? c.env.store.of(D1Databases).named(asked);
  if (!database) throw new ApiError(404, 7404, `The database ${asked} could not be found`);
  return database;
}

function databaseView({ id, name, createdAt, options }: D1Database) {
  return {
    uuid: id,
    name,
    created_at: createdAt,
    version: "production",
    num_tables: 0,
    file_size: 0,
    running_in_region: "WEUR",
    jurisdiction: options.jurisdiction ?? null,
    read_replication: options.read_replication ?? { mode: "disabled" },
  };
}
