import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";

/** What leads to a Worker: wrangler asks before it deletes one. */
export const references: Product = {
  name: "references to a Worker",
  endpoints: api.endpoints,
};
