import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { KvNamespaces } from "./store/namespaces.ts";

/** KV namespaces and their values. */
export const kv: Product = {
  name: "KV",
  tables: [KvNamespaces],
  endpoints,
};
