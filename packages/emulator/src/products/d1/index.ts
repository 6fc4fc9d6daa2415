import type { Product } from "../product.ts";
import { endpoints, sessionEndpoints } from "./api/endpoints.ts";
import { D1Databases } from "./store/databases.ts";
import { Transfers } from "./store/transfers.ts";

/** D1 databases: queries, export and import. */
export const d1: Product = {
  name: "D1",
  tables: [D1Databases, Transfers],
  endpoints,
  sessionEndpoints,
};
