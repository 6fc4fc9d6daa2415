import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as domains from "./domains.ts";
import * as routes from "./routes.ts";
import * as zones from "./zones.ts";

const ROUTES = "/zones/:zone/workers/routes";
const SCRIPT = "/accounts/:account/workers/scripts/:script";
const DOMAINS = "/accounts/:account/workers/domains";

export function endpoints(api: Hono<Api>): void {
  api.get(DOMAINS, domains.list);
  api.put(DOMAINS, domains.put);
  api.get(`${DOMAINS}/records`, domains.list);
  api.get(`${DOMAINS}/records/:domain`, domains.get);
  api.get(`${DOMAINS}/:domain`, domains.get);
  api.delete(`${DOMAINS}/:domain`, domains.remove);
  api.get("/zones", zones.list);
  api.post("/zones", zones.create);
  api.get("/zones/:zone", zones.get);
  api.delete("/zones/:zone", zones.remove);
  api.get(ROUTES, routes.list);
  api.post(ROUTES, routes.create);
  api.get(`${ROUTES}/:route`, routes.get);
  api.put(`${ROUTES}/:route`, routes.put);
  api.delete(`${ROUTES}/:route`, routes.remove);
  api.put(`${SCRIPT}/routes`, routes.replace);
  api.post(`${SCRIPT}/domains/changeset`, domains.changes);
  api.put(`${SCRIPT}/domains/records`, domains.replace);
}
