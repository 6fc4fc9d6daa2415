import type { StorageKind } from "../../runtime/storage.ts";

export const R2_STORAGE: StorageKind = {
  name: "r2",
  script: "r2/bucket.worker.js",
  className: "R2BucketObject",
};
