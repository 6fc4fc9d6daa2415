import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compatibilityDate } from "workerd";
import { Gateway } from "../gateway/gateway.ts";
import { openNeighbours } from "../gateway/neighbours.ts";
import type { Identity } from "../instance/identity.ts";
import { CronClock } from "../products/cron-triggers/events/cron-clock.ts";
import { Transfers } from "../products/d1/store/transfers.ts";
import { dialDatabase } from "../products/hyperdrive/dial-database.ts";
import { QueueInbox } from "../products/queues/events/inbox.ts";
import { QueuePump } from "../products/queues/events/pump.ts";
import { Deliveries } from "../products/workers/events/deliver.ts";
import { mainVersionOf } from "../products/workers/store/main-version.ts";
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
import { openStore, type Store } from "../store/store.ts";
import { routes } from "./api.ts";

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
  const store = opened.adopt(openStore(dir), (it) => it.close());
  const sockets = opened.adopt(new Sockets(), (it) => it.close());
  const watchdog = opened.adopt(new Watchdog(sockets.folder), (it) => it.close());
  const storage = opened.adopt(
    await Storage.start({ folder: join(dir, "storage"), runFolder, watchdog, log }),
    (it) => it.close(),
  );
  const neighbours = opened.adopt(
    openNeighbours(() => ({ gateway, inbox })),
    (it) => it.close(),
  );
  const exchange = opened.adopt(new Exchange(sockets, log), (it) => it.close());

  const world: Surroundings = {
    runFolder,
    blobPath: (id) => store.blobs.path(id),
    bucket: (name, jurisdiction) => store.buckets.get(name, jurisdiction),
    hyperdrive: (id) => store.hyperdrives.get(id),
    queue: (name) => store.queues.named(name),
    storage: (kind, id) => storage.service(kind, id),
    neighbour: (kind, value) => externalService(neighbours.port, neighbours.headers(kind, value)),
    workerAddress: (script) =>
      exchange.address(`The Worker ${script}`, async () => {
        const version = gateway.choose(script);
        if (!version) throw new Error("it has nothing deployed");
        return fleet.reach(version);
      }),
    objectAddresses: (namespace) => {
      const reach = (kind: "calls" | "webSockets") =>
        exchange.address(`The Durable Objects ${namespace} (${kind})`, async () => {
          const objects = store.objects.get(namespace);
          if (!objects) throw new Error("their class was deleted");
          return hosts.reach(objects.script, kind);
        });
      return { calls: reach("calls"), webSockets: reach("webSockets") };
    },
    workflowAddress: (name) =>
      exchange.address(`The workflow ${name}`, async () => {
        const workflow = store.workflows.named(name);
        if (!workflow) throw new Error("it does not exist");
        return hosts.reach(workflow.script, "calls");
      }),
    databaseAddress: (id) =>
      exchange.line(`The database of the Hyperdrive config ${id}`, async () => {
        const config = store.hyperdrives.get(id);
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
        store.deployments.current(script)?.versions.some(({ version_id }) => version_id === id) ?? false,
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
  const deliveries = new Deliveries(gateway, fleet);
  opened.adopt(openCronClock(store, deliveries, log), (it) => it.close());
  const pump = opened.adopt(new QueuePump(store, deliveries, log), (it) => it.close());
  const inbox = new QueueInbox(store, (queue) => pump.wake(queue));
  const api = routes(
    { store, storage, fleet, hosts, files, deliveries, pump, inbox, identity, transfers: new Transfers() },
    log,
  );
  await wakeObjects(store, hosts, files);
  return { gateway, api: (request) => api.fetch(request), broken: storage.exited };
}

/** The objects of a Worker run the version that most of its traffic goes to. */
function homeOf(store: Store, script: string) {
  const version = mainVersionOf(store, script);
  const namespaces = store.objects.of(script);
  const workflows = store.workflows.of(script);
  if (!version || namespaces.length + workflows.length === 0) return undefined;
  return { version, namespaces, workflows };
}

/** Starts what has alarms set or instances to go on with, and forgets what a crash left of deleted classes. */
async function wakeObjects(store: Store, hosts: ObjectHosts, files: ObjectFiles): Promise<void> {
  const homed = [...store.objects.list(), ...store.workflows.list()];
  files.sweep(new Set(homed.map(({ id }) => id)));
  const scripts = new Set(homed.map(({ script }) => script));
  await Promise.all([...scripts].map((script) => hosts.settle(script)));
}

/** Fires the cron triggers of all Workers. */
function openCronClock(store: Store, deliveries: Deliveries, log: (line: string) => void): CronClock {
  const triggers = () =>
    store.scripts
      .list()
      .flatMap(({ name, schedules }) => schedules.map(({ cron }) => ({ script: name, cron })));
  return new CronClock(triggers, async ({ script, cron }, time) => {
    try {
      const { outcome } = await deliveries.scheduled(script, cron, time);
      if (outcome !== "ok") log(`[${script}] The cron trigger ${cron} ended with: ${outcome}`);
    } catch (error) {
      log(`[${script}] The cron trigger ${cron} failed: ${error instanceof Error ? error.message : error}`);
    }
  });
}
