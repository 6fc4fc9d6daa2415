import { join, relative } from "node:path";
import { embed, type Value } from "./capnp.ts";

/** Name of the service that the emulator runs beside every Worker. No Worker's name has a colon in it. */
export const SIDECAR = "emulator:sidecar";

const FILES = [
  "sidecar.js",
  "events.js",
  "forwarding.js",
  "no-cache.js",
  "object-door.js",
  "object-stub.js",
  "peer.js",
  "workflow-door.js",
];

/**
 * The sidecar's entrypoint that calls another process. A service, for a binding to point at.
 * @param props see `workers/peer.js`
 */
export function peerService(props: {
  address: string;
  service: string;
  entrypoint?: string | undefined;
  props?: object | undefined;
}): Value {
  return { name: SIDECAR, entrypoint: "Peer", props: { json: JSON.stringify(props) } };
}

/**
 * The emulator's own Worker in a process that runs somebody's. Its entrypoints are the files in `workers/`.
 * @param runFolder folder of the configuration file
 * @param more fields of workerd's `Worker`
 */
export function sidecar(runFolder: string, more: { readonly [field: string]: Value }): Value {
  return {
    compatibilityDate: "2026-01-01",
    compatibilityFlags: ["experimental", "service_binding_extra_handlers"],
    modules: FILES.map((name) => ({
      name,
      esModule: embed(relative(runFolder, join(import.meta.dirname, "workers", name))),
    })),
    ...more,
  };
}
