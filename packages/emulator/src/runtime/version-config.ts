import { relative } from "node:path";
import { CF_HEADER } from "../gateway/cf.ts";
import type { Version } from "../products/workers/store/versions.ts";
import { workflowExtension } from "../products/workflows/engine/services.ts";
import { ATTENDANT, attendant } from "./attendant.ts";
import { bind } from "./bindings.ts";
import { embed, type Value, VOID } from "./capnp.ts";
import type { Surroundings } from "./surroundings.ts";
import type { WorkerdConfig } from "./workerd.ts";

const INTERNET = "emulator:internet";
const NEIGHBOURS = "emulator:neighbours";

/**
 * The configuration of the workerd that runs one version of one Worker, and nothing else.
 * @param eventSocket path of the Unix socket that takes events that are not requests
 */
export function versionConfig(version: Version, eventSocket: string, world: Surroundings): WorkerdConfig {
  return {
    services: versionServices(version, world, { homed: new Map(), worker: {}, attendant: [] }),
    extensions: [workflowExtension(world.runFolder)],
    sockets: [
      { name: "http", service: version.script, http: { cfBlobHeader: CF_HEADER } },
      { name: "events", service: ATTENDANT, path: eventSocket },
    ],
  };
}

/** What a process has beyond its Worker's code. */
export interface Extras {
  /** The Durable Object namespaces whose objects live in it: id to class. */
  homed: ReadonlyMap<string, string>;
  /** More fields of workerd's `Worker`, for the Worker. */
  worker: { readonly [field: string]: Value };
  /** More bindings of the attendant. */
  attendant: readonly Value[];
}

/** A version's Worker, what its bindings lead to, and the attendant. */
export function versionServices(version: Version, world: Surroundings, extras: Extras): Value[] {
  const { upload } = version;
  const main = upload.modules.find((module) => module.name === upload.mainModule);
  // workerd takes the first module as the main one.
  const modules = main ? [main, ...upload.modules.filter((module) => module !== main)] : upload.modules;
  const bound = upload.bindings.map((binding) => bind(binding, version, world, extras.homed));
  return [
    {
      name: version.script,
      worker: {
        compatibilityDate: earlier(upload.compatibilityDate, world.newestCompatibilityDate),
        compatibilityFlags: upload.compatibilityFlags,
        modules: modules.map((module) => ({
          name: module.name,
          [module.kind]: embed(relative(world.runFolder, world.blobPath(module.blob))),
        })),
        bindings: bound.map(({ binding }) => binding),
        globalOutbound: INTERNET,
        cacheApiOutbound: { name: ATTENDANT, entrypoint: "NoCache" },
        ...extras.worker,
      },
    },
    ...bound.flatMap(({ service }) => (service ? [service] : [])),
    { name: INTERNET, network: { allow: ["public", "private"], tlsOptions: { trustBrowserCas: true } } },
    { name: NEIGHBOURS, ...world.neighbour("x-emulator-service") },
    {
      name: ATTENDANT,
      worker: attendant(world.runFolder, {
        bindings: [
          { name: "DEBUG", workerdDebugPort: VOID },
          { name: "NEIGHBOURS", service: NEIGHBOURS },
          { name: "WORKER", service: version.script },
          ...extras.attendant,
        ],
      }),
    },
  ];
}

/** Of two dates `YYYY-MM-DD`. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
