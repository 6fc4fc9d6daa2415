import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as uploads from "./uploads.ts";

export function endpoints(api: Hono<Api>): void {
  api.post("/accounts/:account/workers/scripts/:script/assets-upload-session", uploads.openSession);
}

/** Asked with the token of the upload session. */
export function sessionEndpoints(api: Hono<Api>): void {
  api.post("/accounts/:account/workers/assets/upload", uploads.upload);
}
