import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { D1_STORAGE } from "../storage.ts";
import { Transfers } from "../store/transfers.ts";
import { foundDatabase, runSql } from "./databases.ts";
import { splitSql } from "./split-sql.ts";

/** The statement to which miniflare's database answers with a dump, one line a row. */
const DUMP = "PRAGMA miniflare_d1_export(?,?,?);";

const Export = z.object({
  dump_options: z
    .object({
      no_data: z.boolean().default(false),
      no_schema: z.boolean().default(false),
      tables: z.array(z.string()).default([]),
    })
    .prefault({}),
});
const Import = z.discriminatedUnion("action", [
  z.object({ action: z.literal("init"), etag: z.string() }),
  z.object({ action: z.literal("ingest"), etag: z.string(), filename: z.string() }),
  z.object({ action: z.literal("poll"), current_bookmark: z.string() }),
]);
const Dump = z.object({ results: z.tuple([z.array(z.string())]) });
const Meta = z.array(z.looseObject({ meta: z.record(z.string(), z.unknown()).optional() }));

/** Answers where the database's SQL can be fetched. */
export const exportSql: Handler = async (c) => {
  const database = foundDatabase(c);
  const { dump_options: options } = await body(c, Export);
  const params = [Number(options.no_schema), Number(options.no_data), ...options.tables];
  const response = await c.env.storage.fetch(D1_STORAGE, database.id, "/query", {
    method: "POST",
    body: JSON.stringify([{ sql: DUMP, params }]),
  });
  const [lines] = Dump.parse(await response.json()).results;
  const filename = `${database.name}.sql`;
  return ok(c, {
    success: true,
    type: "export",
    status: "complete",
    at_bookmark: bookmark(),
    messages: [],
    result: { filename, signed_url: keep(c, new TextEncoder().encode(lines.join("\n"))) },
  });
};

/** Takes SQL in three moves: where to put the file, the file (see `upload`), do it. */
export const importSql: Handler = async (c) => {
  const { id, name } = foundDatabase(c);
  const asked = await body(c, Import);
  switch (asked.action) {
    case "init":
      return ok(c, {
        success: true,
        type: "import",
        upload_url: keep(c, undefined),
        filename: `${name}.sql`,
      });
    case "ingest":
      return ok(c, await ingest(c, id, asked.etag));
    case "poll":
      throw new ApiError(400, 7500, "There is no import under way.");
  }
};

async function ingest(c: Context<Api>, database: string, etag: string) {
  const bytes = c.env.store.of(Transfers).received(etag);
  if (!bytes) throw new ApiError(400, 7500, "The file was not uploaded.");
  const answer = { success: true, type: "import", at_bookmark: bookmark(), messages: [] };
  const statements = splitSql(new TextDecoder().decode(bytes)).map((sql) => ({ sql, params: [] }));
  try {
    const results = Meta.parse(await runSql(c, database, statements, "NONE"));
    const sum = (field: string) => results.reduce((total, { meta }) => total + Number(meta?.[field] ?? 0), 0);
    const meta = {
      duration: sum("duration"),
      rows_read: sum("rows_read"),
      rows_written: sum("rows_written"),
      size_after: Number(results.at(-1)?.meta?.size_after ?? 0),
    };
    const result = { num_queries: statements.length, final_bookmark: bookmark(), meta };
    return { ...answer, status: "complete", result };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ...answer, status: "error", errors: [error.message] };
  }
}

/** Takes a file at the address that `init` answered. Other addresses are those of an unknown path. */
export const upload: MiddlewareHandler<Api> = async (c, next) => {
  const transfer = param(c, "transfer");
  if (!c.env.store.of(Transfers).expects(transfer)) return next();
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const etag = new Bun.CryptoHasher("md5").update(bytes).digest("hex");
  c.env.store.of(Transfers).receive(transfer, etag, bytes);
  return new Response(null, { headers: { etag: `"${etag}"` } });
};

/** Gives the file at the address that an export answered. Other addresses are those of an unknown path. */
export const download: MiddlewareHandler<Api> = async (c, next) => {
  const bytes = c.env.store.of(Transfers).fetch(param(c, "transfer"));
  return bytes ? new Response(bytes) : next();
};

function keep(c: Context<Api>, bytes: Uint8Array<ArrayBuffer> | undefined): string {
  return new URL(`/emulator/transfers/${c.env.store.of(Transfers).open(bytes)}`, c.req.url).href;
}

/** Time travel is not here, so a bookmark leads nowhere. */
function bookmark(): string {
  return crypto.randomUUID();
}
