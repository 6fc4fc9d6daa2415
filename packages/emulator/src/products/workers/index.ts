import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { workerBindings } from "./bindings.ts";
import { Deployments } from "./store/deployments.ts";
import { Scripts } from "./store/scripts.ts";
import { Versions } from "./store/versions.ts";

/** Scripts with their versions, deployments, settings and secrets. */
export const workers: Product = {
  name: "Workers",
  tables: [Scripts, Versions, Deployments],
  bindings: workerBindings,
  endpoints: api.endpoints,
};
