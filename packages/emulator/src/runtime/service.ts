import type { Value } from "./capnp.ts";

/** A workerd service, but for its name. */
export type Service = { readonly [field: string]: Value };

/** A workerd service that is an HTTP server on this machine, told by these headers what is wanted of it. */
export function externalService(port: number, headers: Record<string, string>): Service {
  const injected = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { external: { address: `127.0.0.1:${port}`, http: { injectRequestHeaders: injected } } };
}
