import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as schedules from "./schedules.ts";

const SCHEDULES = "/accounts/:account/workers/scripts/:script/schedules";

export function endpoints(api: Hono<Api>, own: Hono<Api>): void {
  api.get(SCHEDULES, schedules.list);
  api.put(SCHEDULES, schedules.put);
  own.post("/fire", schedules.fire);
}
