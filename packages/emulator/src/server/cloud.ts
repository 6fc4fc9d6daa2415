import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Gateway } from "../gateway/gateway.ts";
import { type LoopbackRoute, openLoopback } from "../gateway/loopback-server.ts";
import type { Identity } from "../instance/identity.ts";
import { ASSETS_TARGET } from "../products/assets/binding.ts";
import { PRODUCTS } from "../products/index.ts";
import type { Platform, Product } from "../products/product.ts";
import { runnable } from "../products/workers/serving/runnable.ts";
import { Deployments } from "../products/workers/store/deployments.ts";
import { mainVersionOf } from "../products/workers/store/main-version.ts";
import { Fleet } from "../runtime/fleet.ts";
import type { HostServices } from "../runtime/host-services.ts";
import { SERVICE_TARGET } from "../runtime/loopback.ts";
import { SocketBroker } from "../runtime/socket-broker.ts";
import { Sockets } from "../runtime/sockets.ts";
import { StatefulFiles } from "../runtime/stateful-files.ts";
import { StatefulHosts } from "../runtime/stateful-hosts.ts";
import { Storage } from "../runtime/storage.ts";
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

export interface CloudOptions {
  /** The emulator's folder. */
  dir: string;
  identity: Identity;
  /** What Workers log, and what goes wrong. */
  log: (line: string) => void;
  /** What of Cloudflare it has. Everything, but for a test. */
  products?: readonly Product[];
}

/** @param opened takes what is to be closed, in reverse */
export async function openCloud(options: CloudOptions, opened: AsyncDisposableStack): Promise<Cloud> {
  const { products = PRODUCTS } = options;
  // What processes ask for comes after all is open.
  const loopbackRoutes = (): ReadonlyMap<string, LoopbackRoute> => routes;
  const platform = await openPlatform({ ...options, products }, loopbackRoutes, opened);
  const gateway = new Gateway(platform);
  const routes = new Map(loopbackRoutesOf(products, platform, gateway));
  for (const { start } of products) if (start) opened.adopt(start(platform), (it) => it.close());
  const api = openApi(products, platform);
  await platform.hosts.wake();
  return { gateway, api, broken: platform.storage.exited };
}

async function openPlatform(
  { dir, identity, log, products }: Required<CloudOptions>,
  routes: () => ReadonlyMap<string, LoopbackRoute>,
  opened: AsyncDisposableStack,
): Promise<Platform> {
  const runFolder = emptyFolder(join(dir, "run"));
  const tables = products.flatMap((product) => product.tables ?? []);
  const store = opened.adopt(new Store(dir, tables), (it) => it.close());
  const sockets = opened.adopt(new Sockets(), (it) => it.close());
  const watchdog = opened.adopt(new Watchdog(sockets.folder), (it) => it.close());
  const kinds = products.flatMap(({ storage }) => storage ?? []);
  const folder = join(dir, "storage");
  const storage = opened.adopt(await Storage.start({ kinds, folder, runFolder, watchdog, log }), (it) =>
    it.close(),
  );
  const { loopback } = opened.adopt(openLoopback(routes), (it) => it.close());
  const broker = opened.adopt(new SocketBroker(sockets, log), (it) => it.close());
  const host: HostServices = { runFolder, sockets, watchdog, loopback, log };
  const fleet = opened.adopt(new Fleet(host, isDeployedIn(store)), (it) => it.close());
  const files = new StatefulFiles(join(dir, "objects"));
  const hosts = opened.adopt(
    openHosts(products, () => platform, host, files),
    (it) => it.close(),
  );
  const bindings = new Map(
    products.flatMap((product) => product.bindings ?? []).map((kind) => [kind.type, kind]),
  );
  const processes = { storage, fleet, hosts, files, broker, loopback, runFolder };
  const platform: Platform = { identity, store, bindings, log, ...processes };
  return platform;
}

/** Makes a folder that only this user may read, without what an emulator that was killed left in it. */
function emptyFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

function isDeployedIn(store: Store) {
  return ({ id, script }: { id: string; script: string }): boolean => {
    const split = store.of(Deployments).current(script)?.versions ?? [];
    return split.some(({ version_id }) => version_id === id);
  };
}

/** The stateful services of a Worker run the version that most of its traffic goes to. */
function openHosts(
  products: readonly Product[],
  platform: () => Platform,
  host: HostServices,
  files: StatefulFiles,
): StatefulHosts {
  return new StatefulHosts({
    host,
    files,
    version: (script) => {
      const version = mainVersionOf(platform().store, script);
      return version && runnable(platform(), version);
    },
    services: (script) =>
      products.flatMap(({ statefulServices }) => statefulServices?.(platform().store, script) ?? []),
  });
}

/** What Workers reach by loopback: each other, their assets, and what products answer. */
function loopbackRoutesOf(
  products: readonly Product[],
  platform: Platform,
  gateway: Gateway,
): [string, LoopbackRoute][] {
  const ofProducts = products.flatMap(({ loopback }) => loopback ?? []);
  return [
    [SERVICE_TARGET, (script, visit) => gateway.fetchScript(script, visit)],
    [ASSETS_TARGET, (version, { request }) => gateway.fetchAssets(version, request)],
    ...ofProducts.map(({ target, answer }): [string, LoopbackRoute] => [
      target,
      (which, { request }) => answer(platform, which, request),
    ]),
  ];
}
