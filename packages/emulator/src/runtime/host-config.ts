import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { VOID } from "./capnp.ts";
import type { HostServices } from "./host-services.ts";
import type { RunnableVersion } from "./program.ts";
import { extensionsOf, programServices } from "./program-config.ts";
import { SIDECAR } from "./sidecar.ts";
import type { StatefulService } from "./stateful-service.ts";
import type { WorkerdConfig } from "./workerd.ts";

const DISK = "emulator:objects";

/** Which version's code the host process of a Worker runs, and the stateful services that live in it. */
export interface Home {
  version: RunnableVersion;
  stateful: readonly StatefulService[];
}

/** Where stateful keep what they keep: on disk, or nowhere, which is for trying whether a version has their classes. */
export type StatefulDisk = { folder: string } | "none";

/**
 * The configuration of the workerd in which the stateful services of a Worker live.
 * @param eventSocket path of the Unix socket that takes what is asked of them
 */
export function hostConfig(
  { version, stateful }: Home,
  eventSocket: string,
  disk: StatefulDisk,
  host: HostServices,
): WorkerdConfig {
  if (disk !== "none") {
    for (const { id } of stateful) mkdirSync(join(disk.folder, id), { recursive: true });
  }
  const classes = stateful.flatMap(({ id, objectClass }) => (objectClass ? [{ id, ...objectClass }] : []));
  const program = version.program(new Map(classes.map(({ id, className }) => [id, className])));
  const diskService = disk === "none" ? undefined : DISK;
  return {
    extensions: extensionsOf(program),
    services: [
      ...programServices(program, host, {
        worker: {
          durableObjectNamespaces: classes.map(({ id, className, sqlite }) => ({
            className,
            uniqueKey: id,
            enableSql: sqlite,
          })),
          durableObjectStorage: diskService === undefined ? { inMemory: VOID } : { localDisk: diskService },
        },
        sidecar: stateful.flatMap(({ sidecarBindings }) => sidecarBindings),
      }),
      ...stateful.flatMap(({ services }) => services(diskService, host.runFolder)),
      ...(disk === "none" ? [] : [{ name: DISK, disk: { path: disk.folder, writable: true } }]),
    ],
    sockets: [{ name: "events", service: SIDECAR, path: eventSocket }],
  };
}
