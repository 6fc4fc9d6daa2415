import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as buckets from "./buckets.ts";
import * as objects from "./objects.ts";

const BUCKETS = "/accounts/:account/r2/buckets";
const BUCKET = `${BUCKETS}/:bucket`;

export function endpoints(api: Hono<Api>): void {
  api.get(BUCKETS, buckets.list);
  api.post(BUCKETS, buckets.create);
  api.get(BUCKET, buckets.get);
  api.patch(BUCKET, buckets.patch);
  api.delete(BUCKET, buckets.remove);
  api.get(`${BUCKET}/domains/custom`, buckets.listCustomDomains);
  api.get(`${BUCKET}/domains/managed`, buckets.getManagedDomain);
  api.put(`${BUCKET}/domains/managed`, buckets.putManagedDomain);
  api.get(`${BUCKET}/:rules{cors|lifecycle|lock}`, buckets.getRules);
  api.put(`${BUCKET}/:rules{cors|lifecycle|lock}`, buckets.putRules);
  api.delete(`${BUCKET}/:rules{cors|lifecycle|lock}`, buckets.removeRules);
  api.get(`${BUCKET}/objects`, objects.list);
  api.delete(`${BUCKET}/objects`, objects.removeMany);
  api.get(`${BUCKET}/objects/:key{.+}`, objects.get);
  api.put(`${BUCKET}/objects/:key{.+}`, objects.put);
  api.delete(`${BUCKET}/objects/:key{.+}`, objects.remove);
}
