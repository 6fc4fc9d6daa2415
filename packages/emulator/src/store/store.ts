import { join } from "node:path";
import { Assets } from "./assets.ts";
import { Blobs } from "./blobs.ts";
import { D1Databases } from "./d1-databases.ts";
import { openDatabase } from "./database.ts";
import { Deployments } from "./deployments.ts";
import { Domains } from "./domains.ts";
import { HyperdriveConfigs } from "./hyperdrive-configs.ts";
import { KvNamespaces } from "./kv-namespaces.ts";
import { ObjectNamespaces } from "./object-namespaces.ts";
import { QueueMessages } from "./queue-messages.ts";
import { Queues } from "./queues.ts";
import { R2Buckets } from "./r2-buckets.ts";
import { Scripts } from "./scripts.ts";
import { Versions } from "./versions.ts";
import { Workflows } from "./workflows.ts";

export type Store = ReturnType<typeof openStore>;

/** Everything the emulator remembers, but for what Workers keep in D1, KV and R2 (see runtime/storage.ts). */
export function openStore(dir: string) {
  const database = openDatabase(join(dir, "store.sqlite"));
  return {
    blobs: new Blobs(join(dir, "blobs")),
    scripts: new Scripts(database),
    versions: new Versions(database),
    deployments: new Deployments(database),
    assets: new Assets(database),
    databases: new D1Databases(database),
    namespaces: new KvNamespaces(database),
    buckets: new R2Buckets(database),
    hyperdrives: new HyperdriveConfigs(database),
    domains: new Domains(database),
    workflows: new Workflows(database),
    queues: new Queues(database),
    messages: new QueueMessages(database),
    objects: new ObjectNamespaces(database),
    /** All of what `work` writes, or none of it. */
    transaction: <T>(work: () => T): T => database.transaction(work)(),
    close: () => database.close(),
  };
}
