import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compatibilityDate } from "workerd";
import { Gateway } from "../gateway/gateway.ts";
import { openNeighbours } from "../gateway/neighbours.ts";
import type { Identity } from "../instance/identity.ts";
import { ObjectNamespaces } from "../products/durable-objects/store/namespaces.ts";
import { dialDatabase } from "../products/hyperdrive/dial-database.ts";
import { HyperdriveConfigs } from "../products/hyperdrive/store/configs.ts";
import { PRODUCTS } from "../products/index.ts";
import type { Platform } from "../products/product.ts";
import { Queues } from "../products/queues/store/queues.ts";
import { R2Buckets } from "../products/r2/store/buckets.ts";
import { servingVersion } from "../products/workers/serving/serving-version.ts";
import { Deployments } from "../products/workers/store/deployments.ts";
import { mainVersionOf } from "../products/workers/store/main-version.ts";
import { Workflows } from "../products/workflows/store/workflows.ts";
import { Exchange } from "../runtime/exchange.ts";
import { Fleet } from "../runtime/fleet.ts";
import { hostConfig } from "../runtime/host-config.ts";
import { ObjectFiles } from "../runtime/object-files.ts";
import { ObjectHosts } from "../runtime/object-hosts.ts";
import { Sockets } from "../runtime/sockets.ts";
import { externalService, Storage } from "../runtime/storage.ts";
import type { Surroundings } from "../runtime/surroundings.ts";
import { versionConfig } from "../runtime/version-config.ts";
import { Watchdog } from "../runtime/watchdog.ts";
import { Store } from "../store/store.ts";
import { openApi } from "./api.ts";

/** Everything behind the address: what is remembered, what runs, and the two ways in. */
export interface Cloud {
  api: (request: Request) => Response | Promise<Response>;
  gateway: Gateway;
  /** Resolves if the storage process ends. */
  broken: Promise<void>;
}

/** @param opened takes what is to be closed, in reverse */
export async function openCloud(
  dir: string,
  identity: Identity,
  log: (line: string) => void,
  opened: AsyncDisposableStack,
): Promise<Cloud> {
  const runFolder = join(dir, "run");
  rmSync(runFolder, { recursive: true, force: true });
  mkdirSync(runFolder, { mode: 0o700 });
  const store = opened.adopt(
    new Store(
      dir,
      PRODUCTS.flatMap(({ tables = [] }) => tables),
    ),
    (it) => it.close(),
  );
  const sockets = opened.adopt(new Sockets(), (it) => it.close());
  const watchdog = opened.adopt(new Watchdog(sockets.folder), (it) => it.close());
  const storage = opened.adopt(
    await Storage.start({ folder: join(dir, "storage"), runFolder, watchdog, log }),
    (it) => it.close(),
  );
  const neighbours = opened.adopt(
    openNeighbours(() => ({ gateway, store })),
    (it) => it.close(),
  );
  const exchange = opened.adopt(new Exchange(sockets, log), (it) => it.close());

  const world: Surroundings = {
    runFolder,
    blobPath: (id) => store.blobs.path(id),
    bucket: (name, jurisdiction) => store.of(R2Buckets).get(name, jurisdiction),
    hyperdrive: (id) => store.of(HyperdriveConfigs).get(id),
    queue: (name) => store.of(Queues).named(name),
    storage: (kind, id) => storage.service(kind, id),
    neighbour: (kind, value) => externalService(neighbours.port, neighbours.headers(kind, value)),
    workerAddress: (script) =>
      exchange.address(`The Worker ${script}`, async () => {
        const version = servingVersion(store, script);
        if (!version) throw new Error("it has nothing deployed");
        return fleet.reach(version);
      }),
    objectAddresses: (namespace) => {
      const reach = (kind: "calls" | "webSockets") =>
        exchange.address(`The Durable Objects ${namespace} (${kind})`, async () => {
          const objects = store.of(ObjectNamespaces).get(namespace);
          if (!objects) throw new Error("their class was deleted");
          return hosts.reach(objects.script, kind);
        });
      return { calls: reach("calls"), webSockets: reach("webSockets") };
    },
    workflowAddress: (name) =>
      exchange.address(`The workflow ${name}`, async () => {
        const workflow = store.of(Workflows).named(name);
        if (!workflow) throw new Error("it does not exist");
        return hosts.reach(workflow.script, "calls");
      }),
    databaseAddress: (id) =>
      exchange.line(`The database of the Hyperdrive config ${id}`, async () => {
        const config = store.of(HyperdriveConfigs).get(id);
        if (!config) throw new Error("the config was deleted");
        return dialDatabase(config.settings);
      }),
    newestCompatibilityDate: compatibilityDate,
  };
  const files = new ObjectFiles(join(dir, "objects"));
  const running = { runFolder, sockets, watchdog, log };
  const fleet = opened.adopt(
    new Fleet({
      ...running,
      deployed: ({ id, script }) =>
        store
          .of(Deployments)
          .current(script)
          ?.versions.some(({ version_id }) => version_id === id) ?? false,
      config: (version, eventSocket) => versionConfig(version, eventSocket, world),
    }),
    (it) => it.close(),
  );
  const hosts = opened.adopt(
    new ObjectHosts({
      ...running,
      files,
      home: (script) => homeOf(store, script),
      config: (home, eventSocket, disk) => hostConfig(home, eventSocket, disk, world),
    }),
    (it) => it.close(),
  );
  const gateway: Gateway = new Gateway(store, fleet);
  const platform: Platform = { identity, store, storage, fleet, hosts, files, log };
  for (const { start } of PRODUCTS) if (start) opened.adopt(start(platform), (it) => it.close());
  const api = openApi(PRODUCTS, platform);
  await wakeObjects(store, hosts, files);
  return { gateway, api: (request) => api.fetch(request), broken: storage.exited };
}

/** The objects of a Worker run the version that most of its traffic goes to. */
function homeOf(store: Store, script: string) {
  const version = mainVersionOf(store, script);
  const namespaces = store.of(ObjectNamespaces).of(script);
  const workflows = store.of(Workflows).of(script);
  if (!version || namespaces.length + workflows.length === 0) return undefined;
  return { version, namespaces, workflows };
}

/** Starts what has alarms set or instances to go on with, and forgets what a crash left of deleted classes. */
async function wakeObjects(store: Store, hosts: ObjectHosts, files: ObjectFiles): Promise<void> {
  const homed = [...store.of(ObjectNamespaces).list(), ...store.of(Workflows).list()];
  files.sweep(new Set(homed.map(({ id }) => id)));
  const scripts = new Set(homed.map(({ script }) => script));
  await Promise.all([...scripts].map((script) => hosts.settle(script)));
}
