import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { ObjectNamespaces } from "./store/namespaces.ts";

/** Durable Object classes: how uploads change them, and the objects that have stored something. */
export const durableObjects: Product = {
  name: "Durable Objects",
  tables: [ObjectNamespaces],
  endpoints,
};
