import type { Server } from "bun";
import type { Gateway } from "./gateway.ts";
import { type Relay, relaying } from "./websocket.ts";

/** What Workers reach through their bindings besides storage: their own assets, and other Workers. */
export interface Neighbours {
  port: number;
  /** Headers by which a binding says what it wants. With no value, the request is to say it. */
  headers(kind: "x-emulator-assets" | "x-emulator-service", value?: string): Record<string, string>;
  close(): Promise<void>;
}

/** @param gateway asked when a request comes, for it needs this to be there first */
export function openNeighbours(gateway: () => Gateway): Neighbours {
  const secret = crypto.randomUUID();
  const server: Server<Relay> = Bun.serve<Relay>({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    websocket: relaying,
    fetch: (request, server) => {
      if (request.headers.get("x-emulator-secret") !== secret) return new Response(null, { status: 403 });
      const version = request.headers.get("x-emulator-assets");
      if (version !== null) return gateway().fetchAssets(version, request);
      const script = request.headers.get("x-emulator-service");
      if (script !== null) {
        return gateway().fetchScript(script, {
          request,
          upgrade: (data) => server.upgrade(request, { data }),
        });
      }
      return new Response(null, { status: 400 });
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
