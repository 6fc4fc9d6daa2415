import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { workflowBinding } from "./binding.ts";
import { workflowServices } from "./stateful-services.ts";
import { Workflows } from "./store/workflows.ts";

/** Workflows and their instances, on the engine of miniflare. */
export const workflows: Product = {
  name: "Workflows",
  tables: [Workflows],
  bindings: [workflowBinding],
  statefulServices: workflowServices,
  endpoints: api.endpoints,
};
