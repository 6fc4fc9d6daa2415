import type { Value } from "./capnp.ts";
import type { StatefulFiles } from "./stateful-files.ts";

/**
 * What of a Worker keeps something, and so has one process whatever number of the Worker's versions serve: the objects
 * of one Durable Object class, or the instances of one workflow.
 */
export interface StatefulService {
  /** Names the folder of what it keeps. */
  id: string;
  /** The Worker that it belongs to. */
  script: string;
  /** The Worker's own class that its objects are of. Undefined for what brings a class of its own. */
  objectClass: { className: string; sqlite: boolean } | undefined;
  /** Equal as long as the process need not start anew for it. */
  fingerprint: string;
  /** By which the sidecar reaches it. */
  sidecarBindings: readonly Value[];
  /**
   * Services of its own.
   * @param disk name of the disk service where it is kept; undefined to keep nothing
   */
  services: (disk: string | undefined, runFolder: string) => Value[];
  /** Whether there is something that it does unasked, for which its process must run. */
  isToWake: (files: StatefulFiles) => boolean;
  /** Lets it go on, once its process runs. */
  resume?: (files: StatefulFiles, eventSocket: string) => Promise<unknown>;
}
