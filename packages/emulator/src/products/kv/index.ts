import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { kvBinding } from "./binding.ts";
import { KV_STORAGE } from "./storage.ts";
import { KvNamespaces } from "./store/namespaces.ts";

/** KV namespaces and their values. */
export const kv: Product = {
  name: "KV",
  tables: [KvNamespaces],
  storage: KV_STORAGE,
  bindings: [kvBinding],
  endpoints: api.endpoints,
};
