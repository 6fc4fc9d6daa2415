import { join, relative } from "node:path";
import type { Binding } from "../store/bindings.ts";
import type { BlobId } from "../store/ids.ts";
import type { R2Bucket } from "../store/r2-buckets.ts";
import type { Version } from "../store/versions.ts";
import { embed, type Value } from "./capnp.ts";
import type { Service, StorageKind } from "./storage.ts";

/** What a version's configuration needs to know of the world around it. */
export interface Surroundings {
  /** Folder of the configuration file. */
  runFolder: string;
  blobPath: (id: BlobId) => string;
  bucket: (name: string) => R2Bucket | undefined;
  /** A service that reaches one storage object. */
  storage: (kind: StorageKind, id: string) => Service;
  /** A service that reaches the assets of a version, or another Worker. */
  neighbour: (header: "x-emulator-assets" | "x-emulator-service", value: string) => Service;
  /** The newest date that workerd knows. A newer one, right on Cloudflare, is lowered to it. */
  newestCompatibilityDate: string;
}

/** The configuration of the workerd that runs one version of one Worker, and nothing else. */
export function versionConfig(version: Version, world: Surroundings): Value {
  const { upload } = version;
  const main = upload.modules.find((module) => module.name === upload.mainModule);
  // workerd takes the first module as the main one.
  const modules = main ? [main, ...upload.modules.filter((module) => module !== main)] : upload.modules;
  const bound = upload.bindings.map((binding) => bind(binding, version, world));
  return {
    services: [
      {
        name: version.script,
        worker: {
          compatibilityDate: earlier(upload.compatibilityDate, world.newestCompatibilityDate),
          compatibilityFlags: upload.compatibilityFlags,
          modules: modules.map((module) => ({
            name: module.name,
            [module.kind]: embed(relative(world.runFolder, world.blobPath(module.blob))),
          })),
          bindings: bound.map(({ binding }) => binding),
          globalOutbound: "internet",
          cacheApiOutbound: "no-cache",
        },
      },
      ...bound.flatMap(({ service }) => (service ? [service] : [])),
      {
        name: "internet",
        network: { allow: ["public", "private"], tlsOptions: { trustBrowserCas: true } },
      },
      {
        name: "no-cache",
        worker: {
          compatibilityDate: "2026-01-01",
          modules: [
            {
              name: "no-cache.js",
              esModule: embed(relative(world.runFolder, join(import.meta.dirname, "workers", "no-cache.js"))),
            },
          ],
        },
      },
    ],
    sockets: [{ name: "http", address: "127.0.0.1:0", service: version.script }],
  };
}

function bind(
  binding: Binding,
  version: Version,
  world: Surroundings,
): { binding: { [field: string]: Value }; service?: Service } {
  const { name } = binding;
  const serviceName = `binding:${name}`;
  const behind = (service: Service) => ({ name: serviceName, ...service });
  switch (binding.type) {
    case "plain_text":
    case "secret_text":
      return { binding: { name, text: binding.text } };
    case "json":
      return { binding: { name, json: JSON.stringify(binding.json) } };
    case "version_metadata":
      return { binding: { name, json: JSON.stringify(versionMetadata(version)) } };
    case "kv_namespace":
      return {
        binding: { name, kvNamespace: serviceName },
        service: behind(world.storage("kv", binding.namespace_id)),
      };
    case "r2_bucket":
      return {
        binding: { name, r2Bucket: serviceName },
        service: behind(world.storage("r2", world.bucket(binding.bucket_name)?.object ?? "deleted")),
      };
    case "d1":
      return {
        binding: {
          name,
          wrapped: {
            moduleName: "cloudflare-internal:d1-api",
            innerBindings: [{ name: "fetcher", service: serviceName }],
          },
        },
        service: behind(world.storage("d1", binding.id)),
      };
    case "assets":
      return {
        binding: { name, service: serviceName },
        service: behind(world.neighbour("x-emulator-assets", version.id)),
      };
    case "service":
      return {
        binding: { name, service: serviceName },
        service: behind(world.neighbour("x-emulator-service", binding.service)),
      };
  }
}

/** What the `version_metadata` binding holds on Cloudflare. */
function versionMetadata(version: Version): Record<"id" | "tag" | "timestamp", string> {
  return {
    id: version.id,
    tag: version.upload.annotations["workers/tag"] ?? "",
    timestamp: version.createdOn,
  };
}

/** Of two dates `YYYY-MM-DD`. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
