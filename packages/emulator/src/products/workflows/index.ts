import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { Workflows } from "./store/workflows.ts";

/** Workflows and their instances, on the engine of miniflare. */
export const workflows: Product = {
  name: "Workflows",
  tables: [Workflows],
  endpoints,
};
