import type { StorageKind } from "../../runtime/storage.ts";

export const KV_STORAGE: StorageKind = {
  name: "kv",
  script: "kv/namespace.worker.js",
  className: "KVNamespaceObject",
};
