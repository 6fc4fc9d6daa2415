import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { assetsBinding } from "./binding.ts";
import { Assets } from "./store/assets.ts";

/** Static assets: their upload, and how a version serves them. */
export const staticAssets: Product = {
  name: "static assets",
  tables: [Assets],
  bindings: [assetsBinding],
  endpoints: api.endpoints,
  sessionEndpoints: api.sessionEndpoints,
};
