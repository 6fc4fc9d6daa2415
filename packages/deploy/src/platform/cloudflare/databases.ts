import { z } from "zod";
import type { Databases } from "../data.ts";
import type { CloudflareApi } from "./api/client.ts";
import { apiPath } from "./api/path.ts";

const databaseSchema = z.object({ name: z.string() });
const listSchema = z.array(z.object({ uuid: z.string(), name: z.string() }));
const resultsSchema = z.array(
  z.object({ results: z.object({ rows: z.array(z.array(z.unknown())).nullish() }).nullish() }),
);

/** Milliseconds: a whole database goes through one request. */
const timeout = 300_000;

/** D1 through Cloudflare's API: `POST …/d1/database/{id}/raw` with a `batch`, which D1 makes one transaction. */
export function d1Databases(api: CloudflareApi, accountId: string): Databases {
  return {
    async name(id) {
      const path = apiPath`/accounts/${accountId}/d1/database/${id}`;
      return (await api.result({ asked: "look up a database", path }, databaseSchema)).name;
    },
    async find(name) {
      // Cloudflare answers with every database whose name contains the one asked for.
      const query = { name, per_page: 1_000 };
      const path = apiPath`/accounts/${accountId}/d1/database`;
      const found = await api.result({ asked: "look for a database", path, query }, listSchema);
      return found.find((each) => each.name === name)?.uuid;
    },
    async batch(id, statements) {
      const batch = statements.map(({ sql, params = [] }) => ({ sql, params: [...params] }));
      const path = apiPath`/accounts/${accountId}/d1/database/${id}/raw`;
      const call = { asked: "query a database", method: "POST" as const, path, body: { batch }, timeout };
      return (await api.result(call, resultsSchema)).map(({ results }) => results?.rows ?? []);
    },
  };
}
