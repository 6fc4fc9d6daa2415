import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  workflowBindings,
  workflowEngine,
  workflowExtension,
} from "../products/workflows/engine/services.ts";
import { ATTENDANT } from "./attendant.ts";
import { VOID } from "./capnp.ts";
import type { Home } from "./object-hosts.ts";
import type { Surroundings } from "./surroundings.ts";
import { versionServices } from "./version-config.ts";
import type { WorkerdConfig } from "./workerd.ts";

const DISK = "emulator:objects";

/** Where objects keep what they keep: on disk, or nowhere, which is for trying whether a version has its classes. */
export type ObjectDisk = { folder: string } | "none";

/** The configuration of the workerd in which the Durable Objects of a Worker live, and its workflows run. */
export function hostConfig(
  { version, namespaces, workflows }: Home,
  eventSocket: string,
  disk: ObjectDisk,
  world: Surroundings,
): WorkerdConfig {
  if (disk !== "none") {
    for (const { id } of [...namespaces, ...workflows]) mkdirSync(join(disk.folder, id), { recursive: true });
  }
  return {
    extensions: [workflowExtension(world.runFolder)],
    services: [
      ...versionServices(version, world, {
        homed: new Map(namespaces.map(({ id, className }) => [id, className])),
        worker: {
          durableObjectNamespaces: namespaces.map(({ id, className, sqlite }) => ({
            className,
            uniqueKey: id,
            enableSql: sqlite,
          })),
          durableObjectStorage: disk === "none" ? { inMemory: VOID } : { localDisk: DISK },
        },
        attendant: [
          ...namespaces.map(({ id, className }) => ({
            name: id,
            durableObjectNamespace: { className, serviceName: version.script },
          })),
          ...workflows.flatMap(workflowBindings),
        ],
      }),
      ...workflows.map((workflow) =>
        workflowEngine(workflow, disk === "none" ? undefined : DISK, world.runFolder),
      ),
      ...(disk === "none" ? [] : [{ name: DISK, disk: { path: disk.folder, writable: true } }]),
    ],
    sockets: [{ name: "events", service: ATTENDANT, path: eventSocket }],
  };
}
