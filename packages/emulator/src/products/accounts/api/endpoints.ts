import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as accounts from "./accounts.ts";

export function endpoints(api: Hono<Api>): void {
  api.get("/user", accounts.user);
  api.get("/user/tokens/verify", accounts.verifyToken);
  api.get("/memberships", accounts.memberships);
  api.get("/accounts", accounts.list);
  api.get("/accounts/:account", accounts.get);
  api.get("/accounts/:account/tokens/verify", accounts.verifyToken);
}
