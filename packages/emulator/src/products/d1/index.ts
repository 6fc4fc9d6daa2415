import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { d1Binding } from "./binding.ts";
import { D1_STORAGE } from "./storage.ts";
import { D1Databases } from "./store/databases.ts";
import { Transfers } from "./store/transfers.ts";

/** D1 databases: queries, export and import. */
export const d1: Product = {
  name: "D1",
  tables: [D1Databases, Transfers],
  storage: D1_STORAGE,
  bindings: [d1Binding],
  endpoints: api.endpoints,
  sessionEndpoints: api.sessionEndpoints,
};
