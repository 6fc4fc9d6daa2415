import { Hono } from "hono";
import type { Api } from "../api/context.ts";
import { addEndpoints, addSessionEndpoints } from "../api/endpoints.ts";
import { ApiError, diskFull, errorResponse } from "../api/envelope.ts";
import { refuseWebPages, requireToken } from "../api/guard.ts";
import * as crons from "../products/cron-triggers/api/schedules.ts";
import * as d1Transfer from "../products/d1/api/import-export.ts";

/** What the handlers reach: see `Api`. */
export type Platform = Api["Variables"];

/**
 * Cloudflare's REST API, as far as it is here.
 * @param log told of what should not have happened
 */
export function routes(platform: Platform, log: (line: string) => void): Hono<Api> {
  const root = new Hono<Api>();
  root.use(async (c, next) => {
    c.set("store", platform.store);
    c.set("storage", platform.storage);
    c.set("fleet", platform.fleet);
    c.set("hosts", platform.hosts);
    c.set("files", platform.files);
    c.set("deliveries", platform.deliveries);
    c.set("pump", platform.pump);
    c.set("inbox", platform.inbox);
    c.set("transfers", platform.transfers);
    c.set("identity", platform.identity);
    await next();
  });
  root.use(refuseWebPages);
  const app = root.basePath("/client/v4");
  // What needs another token than the emulator's is added before the check of that one. So the router decides what is
  // let past it, and a path cannot be read in two ways.
  addSessionEndpoints(app);
  // Only a client that was told such an address can know it.
  root.get("/emulator/transfers/:transfer", d1Transfer.download);
  root.put("/emulator/transfers/:transfer", d1Transfer.upload);
  root.use(requireToken);
  // The emulator's own: nothing of Cloudflare's is outside /client/v4.
  root.post("/emulator/fire", crons.fire);
  addEndpoints(app);

  root.notFound((c) =>
    errorResponse(
      new ApiError(
        404,
        7003,
        `Could not route to ${c.req.path}, perhaps your object identifier is invalid? The emulator does not have ` +
          `${c.req.method} ${c.req.path}.`,
      ),
    ),
  );
  root.onError((error) => {
    if (error instanceof ApiError) return errorResponse(error);
    if (isDiskFull(error)) return errorResponse(diskFull());
    log(`The emulator failed: ${error.stack ?? error.message}`);
    return errorResponse(new ApiError(500, 10001, `The emulator failed: ${error.message}`));
  });
  return root;
}

function isDiskFull(error: Error): boolean {
  return "code" in error && (error.code === "ENOSPC" || error.code === "SQLITE_FULL");
}
