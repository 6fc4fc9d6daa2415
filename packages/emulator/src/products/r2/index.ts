import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { R2Buckets } from "./store/buckets.ts";

/** R2 buckets and their objects. */
export const r2: Product = {
  name: "R2",
  tables: [R2Buckets],
  endpoints,
};
