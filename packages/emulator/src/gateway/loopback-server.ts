import type { Server } from "bun";
import { LOOPBACK_SECRET, LOOPBACK_TARGET, Loopback } from "../runtime/loopback.ts";
import type { Visit } from "./gateway.ts";
import { type Relay, relaying } from "./websocket.ts";

/** What answers a request. Nothing where the answer is a WebSocket. */
export type LoopbackRoute = (which: string, visit: Visit) => Promise<Response | undefined> | Response;

/** The HTTP server behind Workers' bindings, and what processes need to know of it. */
export interface LoopbackServer {
  loopback: Loopback;
  close(): Promise<void>;
}

/**
 * Opens what Workers reach through their bindings besides storage and each other's methods.
 * @param routes by the first word of what is wanted. Asked when a request comes, for they need this to be there first
 */
export function openLoopback(routes: () => ReadonlyMap<string, LoopbackRoute>): LoopbackServer {
  const secret = crypto.randomUUID();
  const server: Server<Relay> = Bun.serve<Relay>({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    websocket: relaying,
    fetch: (request, server) => {
      if (request.headers.get(LOOPBACK_SECRET) !== secret) return new Response(null, { status: 403 });
      const [target = "", ...which] = (request.headers.get(LOOPBACK_TARGET) ?? "").split(" ");
      const route = routes().get(target);
      if (!route) return new Response(null, { status: 400 });
      return route(which.join(" "), { request, upgrade: (data) => server.upgrade(request, { data }) });
    },
  });
  return { loopback: new Loopback(server.port ?? 0, secret), close: () => server.stop(true) };
}
