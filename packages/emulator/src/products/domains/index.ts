import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { Domains } from "./store/domains.ts";

/** Zones, custom domains and routes: which hosts and URLs lead to a Worker. */
export const domains: Product = {
  name: "domains, routes, zones",
  tables: [Domains],
  endpoints: api.endpoints,
};
