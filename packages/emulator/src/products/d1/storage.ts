import type { StorageKind } from "../../runtime/storage.ts";

export const D1_STORAGE: StorageKind = {
  name: "d1",
  script: "d1/database.worker.js",
  className: "D1DatabaseObject",
};
