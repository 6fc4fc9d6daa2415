import { relative } from "node:path";
import { compatibilityDate as newestKnown } from "workerd";
import { embed, type Value, VOID } from "./capnp.ts";
import { CF_HEADER } from "./cf-header.ts";
import type { HostServices } from "./host-services.ts";
import type { Program } from "./program.ts";
import { SIDECAR, sidecar } from "./sidecar.ts";
import type { WorkerdConfig } from "./workerd.ts";

const INTERNET = "emulator:internet";
const LOOPBACK = "emulator:loopback";

/**
 * The configuration of the workerd that runs one version of one Worker, and nothing else.
 * @param eventSocket path of the Unix socket that takes events that are not requests
 */
export function programConfig(program: Program, eventSocket: string, host: HostServices): WorkerdConfig {
  return {
    services: programServices(program, host, { worker: {}, sidecar: [] }),
    extensions: extensionsOf(program),
    sockets: [
      { name: "http", service: program.script, http: { cfBlobHeader: CF_HEADER } },
      { name: "events", service: SIDECAR, path: eventSocket },
    ],
  };
}

/** What a process has beyond its Worker's code. */
export interface Extras {
  /** More fields of workerd's `Worker`, for the Worker. */
  worker: { readonly [field: string]: Value };
  /** More bindings of the sidecar. */
  sidecar: readonly Value[];
}

/** A Worker, what its bindings lead to, and the sidecar. */
export function programServices(program: Program, host: HostServices, extras: Extras): Value[] {
  return [
    {
      name: program.script,
      worker: {
        compatibilityDate: earlier(program.compatibilityDate, newestKnown),
        compatibilityFlags: program.compatibilityFlags,
        modules: program.modules.map(({ name, kind, path }) => ({
          name,
          [kind]: embed(relative(host.runFolder, path)),
        })),
        bindings: program.bindings.map(({ binding }) => binding),
        globalOutbound: INTERNET,
        cacheApiOutbound: { name: SIDECAR, entrypoint: "NoCache" },
        ...extras.worker,
      },
    },
    ...program.bindings.flatMap(({ service }) => (service ? [service] : [])),
    { name: INTERNET, network: { allow: ["public", "private"], tlsOptions: { trustBrowserCas: true } } },
    { name: LOOPBACK, ...host.loopback.service() },
    {
      name: SIDECAR,
      worker: sidecar(host.runFolder, {
        bindings: [
          { name: "DEBUG", workerdDebugPort: VOID },
          { name: "LOOPBACK", service: LOOPBACK },
          { name: "WORKER", service: program.script },
          ...extras.sidecar,
        ],
      }),
    },
  ];
}

/** The extensions that bindings of a Worker need, each once. */
export function extensionsOf({ bindings }: Program): Value[] {
  const needed = bindings.flatMap(({ extension }) => (extension === undefined ? [] : [extension]));
  return [...new Map(needed.map((extension) => [JSON.stringify(extension), extension])).values()];
}

/** Of two dates `YYYY-MM-DD`. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
