import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { embed } from "./capnp.ts";
import { externalService, type Service } from "./service.ts";
import type { Watchdog } from "./watchdog.ts";
import { Workerd, type WorkerdConfig } from "./workerd.ts";

/** A kind of data that Workers keep, in one of miniflare's Durable Object classes. */
export interface StorageKind {
  /** Such as `kv`. Names its folder. */
  name: string;
  /** The class's script, below `workers/` in the `miniflare` package. */
  script: string;
  className: string;
}

/** What SQLite may need beside an object's bytes, in bytes. */
const SPARE = 2 ** 20;

/** Asks the storage process for one of its objects. The path and body are those of miniflare's own protocol. */
export type StorageFetch = (
  kind: StorageKind,
  id: string,
  path: string,
  init?: RequestInit,
) => Promise<Response>;

export interface StorageOptions {
  /** What data there is. */
  kinds: readonly StorageKind[];
  /** Where it lives. */
  folder: string;
  /** Folder for workerd's configuration files. */
  runFolder: string;
  watchdog: Watchdog;
  log: (line: string) => void;
}

/**
 * The one workerd that holds all KV, D1 and R2 data. Its configuration never changes, so it is never reloaded, and
 * it alone opens the files: two processes on one folder would lose writes.
 */
export class Storage {
  readonly #workerd: Workerd;
  readonly #secret: string;
  readonly #folder: string;

  private constructor(workerd: Workerd, secret: string, folder: string) {
    this.#workerd = workerd;
    this.#secret = secret;
    this.#folder = folder;
  }

  static async start(options: StorageOptions): Promise<Storage> {
    // Any program on this machine can reach a loopback port; only those told this are answered.
    const secret = crypto.randomUUID();
    const config = storageConfig(options, secret);
    const workerd = await Workerd.start({
      name: "storage",
      config,
      folder: options.runFolder,
      watchdog: options.watchdog,
      log: options.log,
    });
    return new Storage(workerd, secret, options.folder);
  }

  /** Resolves if the storage process ends. */
  get exited(): Promise<void> {
    return this.#workerd.exited;
  }

  fetch: StorageFetch = (kind, id, path, init) =>
    fetch(`http://127.0.0.1:${this.#workerd.port}${path}`, {
      ...init,
      headers: { ...init?.headers, ...this.#address(kind, id) },
    });

  /** A workerd service that reaches one object, for a binding to point at. */
  service(kind: StorageKind, id: string): Service {
    return externalService(this.#workerd.port, this.#address(kind, id));
  }

  /** Whether the disk takes so many bytes more, with a little to spare. */
  hasRoom(bytes: number): boolean {
    const { bavail, bsize } = statfsSync(this.#folder);
    return bavail * bsize > bytes + SPARE;
  }

  /** Throws away all that an object holds. Its id must not be used again. */
  async discard(kind: StorageKind, id: string): Promise<void> {
    const located = await this.fetch(kind, id, "/", { headers: { "x-emulator-locate": "1" } });
    const objectId = await located.text();
    for (const suffix of ["", "-wal", "-shm"]) {
      rmSync(join(this.#folder, kind.name, uniqueKey(kind.name), `${objectId}.sqlite${suffix}`), {
        force: true,
      });
    }
    rmSync(join(this.#folder, kind.name, id), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await this.#workerd.drain();
  }

  #address(kind: StorageKind, id: string): Record<string, string> {
    return { "x-emulator-secret": this.#secret, "x-emulator-object": `${kind.name}/${id}` };
  }
}

function uniqueKey(kind: string): string {
  return `emulator-${kind}`;
}

function storageConfig({ kinds, folder, runFolder }: StorageOptions, secret: string): WorkerdConfig {
  const workers = join(dirname(fileURLToPath(import.meta.resolve("miniflare"))), "workers");
  const script = (path: string) => embed(relative(runFolder, path));
  for (const { name } of kinds) mkdirSync(join(folder, name), { recursive: true });
  return {
    services: [
      {
        name: "router",
        worker: {
          compatibilityDate: "2026-01-01",
          modules: [
            {
              name: "storage-router.js",
              esModule: script(join(import.meta.dirname, "workers", "storage-router.js")),
            },
          ],
          bindings: [
            { name: "SECRET", text: secret },
            ...kinds.map(({ name: kind, className }) => ({
              name: kind,
              durableObjectNamespace: { className, serviceName: kind },
            })),
          ],
        },
      },
      ...kinds.flatMap(({ name: kind, script: path, className }) => [
        {
          name: kind,
          worker: {
            compatibilityDate: "2023-07-24",
            compatibilityFlags: ["nodejs_compat", "experimental"],
            modules: [{ name: `${kind}.js`, esModule: script(join(workers, path)) }],
            durableObjectNamespaces: [{ className, uniqueKey: uniqueKey(kind) }],
            durableObjectStorage: { localDisk: `${kind}-disk` },
            bindings: [{ name: "MINIFLARE_BLOBS", service: `${kind}-blobs` }],
          },
        },
        {
          name: `${kind}-blobs`,
          worker: {
            compatibilityDate: "2026-01-01",
            modules: [
              {
                name: "blob-disk.js",
                esModule: script(join(import.meta.dirname, "workers", "blob-disk.js")),
              },
            ],
            bindings: [{ name: "DISK", service: `${kind}-disk` }],
          },
        },
        { name: `${kind}-disk`, disk: { path: join(folder, kind), writable: true } },
      ]),
    ],
    sockets: [{ name: "http", service: "router" }],
    extensions: [
      {
        modules: [
          { name: "miniflare:shared", esModule: script(join(workers, "shared/index.worker.js")) },
          { name: "miniflare:zod", esModule: script(join(workers, "shared/zod.worker.js")) },
        ],
      },
    ],
  };
}
