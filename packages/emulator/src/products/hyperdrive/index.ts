import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { hyperdriveBinding } from "./binding.ts";
import { HyperdriveConfigs } from "./store/configs.ts";

/** Hyperdrive configurations, and the way to the databases that they name. */
export const hyperdrive: Product = {
  name: "Hyperdrive",
  tables: [HyperdriveConfigs],
  bindings: [hyperdriveBinding],
  endpoints: api.endpoints,
};
