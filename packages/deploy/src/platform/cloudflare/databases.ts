import { z } from "zod";
import type { Databases } from "../data.ts";
import { asking } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

const rows = z.array(z.array(z.unknown()));

/** Milliseconds: a whole database goes through one request. */
const timeout = 300_000;

/** D1 through Cloudflare's API: `POST …/d1/database/{id}/raw` with a `batch`, which D1 makes one transaction. */
export function d1Databases(client: CloudflareClient, accountId: string): Databases {
  const account_id = accountId;
  return {
    async name(id) {
      const { name } = await asking("look up a database", () => client.d1.database.get(id, { account_id }));
      if (name) return name;
      throw new Error(`The database ${id} has no name.`);
    },
    async batch(id, statements) {
      const batch = statements.map(({ sql, params = [] }) => ({ sql, params: [...params] }));
      const page = await asking("query a database", () =>
        client.d1.database.raw(id, { account_id, batch }, { timeout }),
      );
      return page.result.map(({ results }) => rows.parse(results?.rows ?? []));
    },
  };
}
