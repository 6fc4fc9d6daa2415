import { CF_HEADER } from "../runtime/cf-header.ts";
import type { Workerd } from "../runtime/workerd.ts";
import { CF } from "./cf.ts";

/** Meant for the next hop only (RFC 9110, 7.6.1). */
const OF_ONE_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);
/** The emulator's own. */
const OURS = "x-emulator-";

/** The headers that a Worker gets to see of a request. */
export function passedOn(request: Request): Headers {
  const headers = new Headers(request.headers);
  for (const name of request.headers.keys()) {
    if (OF_ONE_HOP.has(name) || name.startsWith(OURS)) headers.delete(name);
  }
  // Only this machine can ask.
  headers.set("cf-connecting-ip", "127.0.0.1");
  headers.set(CF_HEADER, CF);
  headers.set("host", request.headers.get("host") ?? new URL(request.url).host);
  return headers;
}

/** Carries a request to a Worker and its answer back, as they are: streamed, compressed or not, redirects and all. */
export function forward(workerd: Workerd, request: Request): Promise<Response> {
  const url = new URL(request.url);
  return fetch(`http://127.0.0.1:${workerd.port}${url.pathname}${url.search}`, {
    method: request.method,
    headers: passedOn(request),
    body: request.body,
    redirect: "manual",
    decompress: false,
    signal: request.signal,
  });
}
