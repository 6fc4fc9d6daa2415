import type { Product } from "../product.ts";
import { endpoints, sessionEndpoints } from "./api/endpoints.ts";
import { Assets } from "./store/assets.ts";

/** Static assets: their upload, and how a version serves them. */
export const staticAssets: Product = {
  name: "static assets",
  tables: [Assets],
  endpoints,
  sessionEndpoints,
};
