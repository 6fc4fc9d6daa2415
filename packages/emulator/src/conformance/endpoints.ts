import { Hono } from "hono";
import { PRODUCTS } from "../products/index.ts";
import type { Api, Product } from "../products/product.ts";

/** One endpoint of the emulator. */
export interface Endpoint {
  /** Name of the product that it is of. */
  product: string;
  /** Such as `GET /accounts/:account/workers/scripts`. */
  endpoint: string;
}

/** The emulator's endpoints, product by product. */
export const ENDPOINTS: readonly Endpoint[] = PRODUCTS.flatMap(endpointsOf);

/** The endpoint that answers a request such as `GET /accounts/1/workers/scripts`, if there is one. */
export function endpointOf(request: string): string | undefined {
  return ENDPOINTS.find(({ endpoint }) => pattern(endpoint).test(request))?.endpoint;
}

function endpointsOf({ name, endpoints, sessionEndpoints }: Product): Endpoint[] {
  const api = new Hono<Api>();
  sessionEndpoints?.(api, new Hono<Api>());
  endpoints?.(api, new Hono<Api>());
  return api.routes.map(({ method, path }) => ({ product: name, endpoint: `${method} ${path}` }));
}

function pattern(endpoint: string): RegExp {
  const source = endpoint.replace(/:\w+(?:\{([^}]+)\})?/g, (_, allowed?: string) =>
    allowed ? `(?:${allowed})` : "[^/]+",
  );
  return new RegExp(`^${source}$`);
}
