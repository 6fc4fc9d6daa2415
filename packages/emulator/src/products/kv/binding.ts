import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { defineBinding, ownService } from "../define-binding.ts";
import { Binding } from "../product.ts";
import { KV_STORAGE } from "./storage.ts";
import { KvNamespaces } from "./store/namespaces.ts";

export const kvBinding = defineBinding("kv_namespace", {
  schema: Binding.extend({ namespace_id: z.string() }),
  check: ({ namespace_id: id }, { store }) => {
    if (!store.of(KvNamespaces).get(id)) throw new ApiError(400, 10041, `KV namespace '${id}' not found.`);
  },
  bind: (binding, { platform }) => {
    const { name, service } = ownService(binding, platform.storage.service(KV_STORAGE, binding.namespace_id));
    return { binding: { name: binding.name, kvNamespace: name }, service };
  },
});
