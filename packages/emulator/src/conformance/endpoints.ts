import { Hono } from "hono";
import type { Api } from "../api/context.ts";
import { addEndpoints, addSessionEndpoints } from "../api/endpoints.ts";

/** The emulator's endpoints in order, such as `GET /accounts/:account/workers/scripts`. */
export const ENDPOINTS: readonly string[] = listEndpoints();

/** The endpoint that answers a request such as `GET /accounts/1/workers/scripts`, if there is one. */
export function endpointOf(request: string): string | undefined {
  return ENDPOINTS.find((endpoint) => pattern(endpoint).test(request));
}

function listEndpoints(): string[] {
  const app = new Hono<Api>();
  addSessionEndpoints(app);
  addEndpoints(app);
  // Hono lists what comes before all methods as ALL.
  return app.routes.flatMap(({ method, path }) => (method === "ALL" ? [] : [`${method} ${path}`]));
}

function pattern(endpoint: string): RegExp {
  const source = endpoint.replace(/:\w+(?:\{([^}]+)\})?/g, (_, allowed?: string) =>
    allowed ? `(?:${allowed})` : "[^/]+",
  );
  return new RegExp(`^${source}$`);
}
