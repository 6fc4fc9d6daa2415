import { Hono } from "hono";
import { ApiError, diskFull, errorResponse } from "../api/envelope.ts";
import { refuseWebPages, requireToken } from "../api/guard.ts";
import { requireOurAccount } from "../products/accounts/api/accounts.ts";
import type { Api, Platform, Product } from "../products/product.ts";

/**
 * Cloudflare's REST API, as far as it is here.
 * @param products whose endpoints it has
 * @returns what answers a request
 */
export function openApi(
  products: readonly Product[],
  platform: Platform,
): (request: Request) => Response | Promise<Response> {
  const root = new Hono<Api>();
  root.use(refuseWebPages);
  const api = root.basePath("/client/v4");
  // Nothing of Cloudflare's is outside /client/v4.
  const own = root.basePath("/emulator");
  // What needs another token than the emulator's is added before the check of that one. So the router decides what is
  // let past it, and a path cannot be read in two ways.
  for (const { sessionEndpoints } of products) sessionEndpoints?.(api, own);
  root.use(requireToken(platform.identity.token));
  api.use("/accounts/:account/*", requireOurAccount);
  for (const { endpoints } of products) endpoints?.(api, own);

  root.notFound((c) => errorResponse(noRoute(c.req.method, c.req.path)));
  root.onError((error) => {
    if (error instanceof ApiError) return errorResponse(error);
    if (isDiskFull(error)) return errorResponse(diskFull());
    platform.log(`The emulator failed: ${error.stack ?? error.message}`);
    return errorResponse(new ApiError(500, 10001, `The emulator failed: ${error.message}`));
  });
  return (request) => root.fetch(request, platform);
}

function noRoute(method: string, path: string): ApiError {
  return new ApiError(
    404,
    7003,
    `Could not route to ${path}, perhaps your object identifier is invalid? The emulator does not have ${method} ${path}.`,
  );
}

function isDiskFull(error: Error): boolean {
  return "code" in error && (error.code === "ENOSPC" || error.code === "SQLITE_FULL");
}
