import type { Server } from "bun";
import { receiveFromWorker } from "../products/queues/events/inbox.ts";
import type { Store } from "../store/store.ts";
import type { Gateway } from "./gateway.ts";
import { type Relay, relaying } from "./websocket.ts";

/** Whom a Worker wants: the assets of a version, another Worker, a queue. Written as the header that says so. */
export type NeighbourKind = "x-emulator-assets" | "x-emulator-service" | "x-emulator-queue";

/** What Workers reach through their bindings besides storage and each other's methods. */
export interface Neighbours {
  port: number;
  /** Headers by which a binding says what it wants. With no value, the request is to say it. */
  headers(kind: NeighbourKind, value?: string): Record<string, string>;
  close(): Promise<void>;
}

/** @param behind asked when a request comes, for it needs this to be there first */
export function openNeighbours(behind: () => { gateway: Gateway; store: Store }): Neighbours {
  const secret = crypto.randomUUID();
  const server: Server<Relay> = Bun.serve<Relay>({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    websocket: relaying,
    fetch: (request, server) => {
      const { headers } = request;
      if (headers.get("x-emulator-secret") !== secret) return new Response(null, { status: 403 });
      const { gateway, store } = behind();
      const version = headers.get("x-emulator-assets");
      if (version !== null) return gateway.fetchAssets(version, request);
      const queue = headers.get("x-emulator-queue");
      if (queue !== null) return receiveFromWorker(store, queue, request);
      const script = headers.get("x-emulator-service");
      if (script === null) return new Response(null, { status: 400 });
      return gateway.fetchScript(script, { request, upgrade: (data) => server.upgrade(request, { data }) });
    },
  });
  return {
    port: server.port ?? 0,
    headers: (kind, value) => ({
      "x-emulator-secret": secret,
      ...(value !== undefined && { [kind]: value }),
    }),
    close: () => server.stop(true),
  };
}
