import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { r2Binding } from "./binding.ts";
import { R2_STORAGE } from "./storage.ts";
import { R2Buckets } from "./store/buckets.ts";

/** R2 buckets and their objects. */
export const r2: Product = {
  name: "R2",
  tables: [R2Buckets],
  storage: R2_STORAGE,
  bindings: [r2Binding],
  endpoints: api.endpoints,
};
