import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as namespaces from "./namespaces.ts";

const NAMESPACES = "/accounts/:account/workers/durable_objects/namespaces";

export function endpoints(api: Hono<Api>): void {
  api.get(NAMESPACES, namespaces.listNamespaces);
  api.get(`${NAMESPACES}/:namespace/objects`, namespaces.listObjects);
}
