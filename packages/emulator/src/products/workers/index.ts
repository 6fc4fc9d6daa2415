import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { Deployments } from "./store/deployments.ts";
import { Scripts } from "./store/scripts.ts";
import { Versions } from "./store/versions.ts";

/** Scripts with their versions, deployments, settings and secrets. */
export const workers: Product = {
  name: "Workers",
  tables: [Scripts, Versions, Deployments],
  endpoints,
};
