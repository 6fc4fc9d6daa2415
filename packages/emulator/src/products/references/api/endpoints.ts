import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as references from "./references.ts";

export function endpoints(api: Hono<Api>): void {
  api.get("/accounts/:account/workers/workers/:script", references.worker);
}
