import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as namespaces from "./namespaces.ts";
import * as values from "./values.ts";

const NAMESPACES = "/accounts/:account/storage/kv/namespaces";
const NAMESPACE = `${NAMESPACES}/:namespace`;

export function endpoints(api: Hono<Api>): void {
  api.get(NAMESPACES, namespaces.list);
  api.post(NAMESPACES, namespaces.create);
  api.get(NAMESPACE, namespaces.get);
  api.put(NAMESPACE, namespaces.rename);
  api.delete(NAMESPACE, namespaces.remove);
  api.get(`${NAMESPACE}/keys`, values.listKeys);
  api.put(`${NAMESPACE}/bulk`, values.putBulk);
  api.delete(`${NAMESPACE}/bulk`, values.removeBulk);
  api.post(`${NAMESPACE}/bulk/get`, values.getBulk);
  api.post(`${NAMESPACE}/bulk/delete`, values.removeBulk);
  api.get(`${NAMESPACE}/values/:key{.+}`, values.getValue);
  api.put(`${NAMESPACE}/values/:key{.+}`, values.putValue);
  api.delete(`${NAMESPACE}/values/:key{.+}`, values.removeValue);
  api.get(`${NAMESPACE}/metadata/:key{.+}`, values.getMetadata);
}
