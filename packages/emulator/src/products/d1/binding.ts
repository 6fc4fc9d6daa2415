import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { defineBinding, ownService } from "../define-binding.ts";
import { Binding } from "../product.ts";
import { D1_STORAGE } from "./storage.ts";
import { D1Databases } from "./store/databases.ts";

export const d1Binding = defineBinding("d1", {
  schema: Binding.extend({ id: z.string() }),
  complete: ({ name, id, database_id }) => {
    // The second is the SDK's older name for it.
    const known = id ?? database_id;
    if (known) return { id: known };
    throw new ApiError(400, 10021, `binding ${name} of type d1 must have a valid \`id\` specified`);
  },
  check: ({ name, id }, { store }) => {
    if (store.of(D1Databases).get(id)) return;
    throw new ApiError(400, 10181, `D1 binding '${name}' references database '${id}' which was not found.`);
  },
  bind: (binding, { platform }) => {
    const { name, service } = ownService(binding, platform.storage.service(D1_STORAGE, binding.id));
    const innerBindings = [{ name: "fetcher", service: name }];
    return {
      binding: { name: binding.name, wrapped: { moduleName: "cloudflare-internal:d1-api", innerBindings } },
      service,
    };
  },
});
