import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { durableObjectBinding } from "./binding.ts";
import { durableObjectServices } from "./stateful-services.ts";
import { ObjectNamespaces } from "./store/namespaces.ts";

/** Durable Object classes: how uploads change them, and the objects that have stored something. */
export const durableObjects: Product = {
  name: "Durable Objects",
  tables: [ObjectNamespaces],
  bindings: [durableObjectBinding],
  statefulServices: durableObjectServices,
  endpoints: api.endpoints,
};
