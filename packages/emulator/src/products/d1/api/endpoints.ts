import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as databases from "./databases.ts";
import * as transfers from "./import-export.ts";

const DATABASES = "/accounts/:account/d1/database";
const DATABASE = `${DATABASES}/:database`;

export function endpoints(api: Hono<Api>): void {
  api.get(DATABASES, databases.list);
  api.post(DATABASES, databases.create);
  api.get(DATABASE, databases.get);
  api.patch(DATABASE, databases.patch);
  api.put(DATABASE, databases.patch);
  api.delete(DATABASE, databases.remove);
  api.post(`${DATABASE}/query`, databases.query);
  api.post(`${DATABASE}/raw`, databases.raw);
  api.post(`${DATABASE}/export`, transfers.exportSql);
  api.post(`${DATABASE}/import`, transfers.importSql);
}

/** Only a client that was told such an address can know it. */
export function sessionEndpoints(_api: Hono<Api>, own: Hono<Api>): void {
  own.get("/transfers/:transfer", transfers.download);
  own.put("/transfers/:transfer", transfers.upload);
}
