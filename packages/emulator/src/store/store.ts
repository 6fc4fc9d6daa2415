import { join } from "node:path";
import { Assets } from "../products/assets/store/assets.ts";
import { D1Databases } from "../products/d1/store/databases.ts";
import { Domains } from "../products/domains/store/domains.ts";
import { ObjectNamespaces } from "../products/durable-objects/store/namespaces.ts";
import { HyperdriveConfigs } from "../products/hyperdrive/store/configs.ts";
import { KvNamespaces } from "../products/kv/store/namespaces.ts";
import { QueueMessages } from "../products/queues/store/messages.ts";
import { Queues } from "../products/queues/store/queues.ts";
import { R2Buckets } from "../products/r2/store/buckets.ts";
import { Deployments } from "../products/workers/store/deployments.ts";
import { Scripts } from "../products/workers/store/scripts.ts";
import { Versions } from "../products/workers/store/versions.ts";
import { Workflows } from "../products/workflows/store/workflows.ts";
import { Blobs } from "./blobs.ts";
import { openDatabase } from "./database.ts";

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
