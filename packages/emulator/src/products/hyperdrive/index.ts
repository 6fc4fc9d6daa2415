import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { HyperdriveConfigs } from "./store/configs.ts";

/** Hyperdrive configurations, and the way to the databases that they name. */
export const hyperdrive: Product = {
  name: "Hyperdrive",
  tables: [HyperdriveConfigs],
  endpoints,
};
