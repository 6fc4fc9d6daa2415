import type { NeighbourKind } from "../gateway/neighbours.ts";
import type { HyperdriveConfig } from "../products/hyperdrive/store/configs.ts";
import type { Queue } from "../products/queues/store/queues.ts";
import type { Jurisdiction, R2Bucket } from "../products/r2/store/buckets.ts";
import type { BlobId } from "../store/ids.ts";
import type { Service, StorageKind } from "./storage.ts";

/** What a version's configuration needs to know of the world around it. */
export interface Surroundings {
  /** Folder of the configuration file. */
  runFolder: string;
  blobPath: (id: BlobId) => string;
  bucket: (name: string, jurisdiction: Jurisdiction) => R2Bucket | undefined;
  queue: (name: string) => Queue | undefined;
  hyperdrive: (id: string) => HyperdriveConfig | undefined;
  /** A service that reaches one storage object. */
  storage: (kind: StorageKind, id: string) => Service;
  /** A service that reaches what the emulator itself has to offer: see `gateway/neighbours.ts`. */
  neighbour: (kind: NeighbourKind, value?: string) => Service;
  /** Where a Worker answers calls to its entrypoints. */
  workerAddress: (script: string) => string;
  /** Where the objects of a namespace answer. */
  objectAddresses: (namespaceId: string) => { calls: string; webSockets: string };
  /** Where the Worker that has a workflow answers. */
  workflowAddress: (name: string) => string;
  /** Where the database of a Hyperdrive configuration answers. */
  databaseAddress: (hyperdrive: string) => string;
  /** The newest date that workerd knows. A newer one, right on Cloudflare, is lowered to it. */
  newestCompatibilityDate: string;
}
