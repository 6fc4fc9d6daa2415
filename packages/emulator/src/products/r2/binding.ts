import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { defineBinding, ownService } from "../define-binding.ts";
import { Binding } from "../product.ts";
import { R2_STORAGE } from "./storage.ts";
import { Jurisdiction, R2Buckets } from "./store/buckets.ts";

export const r2Binding = defineBinding("r2_bucket", {
  schema: Binding.extend({ bucket_name: z.string(), jurisdiction: Jurisdiction.nullish() }),
  check: ({ bucket_name, jurisdiction }, { store }) => {
    if (store.of(R2Buckets).get(bucket_name, jurisdiction ?? "default")) return;
    throw new ApiError(400, 10085, `R2 bucket '${bucket_name}' not found.`);
  },
  bind: (binding, { platform: { store, storage } }) => {
    const bucket = store.of(R2Buckets).get(binding.bucket_name, binding.jurisdiction ?? "default");
    const { name, service } = ownService(binding, storage.service(R2_STORAGE, bucket?.object ?? "deleted"));
    return { binding: { name: binding.name, r2Bucket: name }, service };
  },
});
