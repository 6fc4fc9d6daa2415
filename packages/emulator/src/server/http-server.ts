import type { Server } from "bun";
import type { Gateway, Visit } from "../gateway/gateway.ts";
import { type Relay, relaying } from "../gateway/websocket.ts";
import { destinationOf } from "./destination.ts";

export interface ServerOptions {
  port: number;
  api: (request: Request) => Response | Promise<Response>;
  gateway: Gateway;
  log: (line: string) => void;
}

/**
 * The one address of the emulator: the API and every Worker, told apart by `Host`.
 * @throws when the port is taken
 */
export function serveEmulator(options: ServerOptions): Server<Relay> {
  return Bun.serve<Relay>({
    websocket: relaying,
    hostname: "127.0.0.1",
    port: options.port,
    idleTimeout: 0,
    maxRequestBodySize: 1024 ** 3,
    fetch: (request, server) => {
      const upgrade = (data: Relay) => server.upgrade(request, { data });
      return route({ request, upgrade }, options);
    },
    error: (error) => {
      options.log(`The emulator failed: ${error.stack ?? error.message}`);
      return new Response(`The emulator failed: ${error.message}\n`, { status: 500 });
    },
  });
}

async function route(visit: Visit, { api, gateway }: ServerOptions): Promise<Response | undefined> {
  const { request } = visit;
  if (!URL.canParse(request.url))
    return new Response("This is no Host that there can be.\n", { status: 400 });
  const destination = destinationOf(request.headers.get("host"));
  switch (destination.kind) {
    case "worker":
      return gateway.fetch(destination.label, destination.local, visit);
    case "api":
      return /^\/(client\/v4|emulator)\//.test(new URL(request.url).pathname)
        ? api(request)
        : signpost(request);
    case "domain":
      return gateway.fetchDomain(destination.host, visit);
  }
}

function signpost(request: Request): Response {
  const { port } = new URL(request.url);
  const text = `This is the alchemy-kit emulator.
Workers answer at http://<worker>.localhost:${port}, or here by the header Host: <worker>.localhost
Cloudflare's API is at http://127.0.0.1:${port}/client/v4
`;
  return new Response(text, { status: 404, headers: { "content-type": "text/plain" } });
}
