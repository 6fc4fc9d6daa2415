import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { defineBinding, ownService } from "../define-binding.ts";
import { Binding, type Platform } from "../product.ts";
import { dialDatabase } from "./dial-database.ts";
import { HyperdriveConfigs } from "./store/configs.ts";

/** What a Worker is told of a database whose configuration is no more. */
const DELETED = { scheme: "postgres", database: "deleted", user: "deleted", password: "deleted" };

export const hyperdriveBinding = defineBinding("hyperdrive", {
  schema: Binding.extend({ id: z.string() }),
  check: ({ name, id }, { store }) => {
    if (store.of(HyperdriveConfigs).get(id)) return;
    throw new ApiError(
      400,
      10021,
      `binding ${name} of type hyperdrive failed to generate: there is no Hyperdrive config ${id}`,
    );
  },
  bind: (binding, { platform }) => {
    const config = platform.store.of(HyperdriveConfigs).get(binding.id);
    const { scheme, database, user, password } = config?.settings.origin ?? DELETED;
    const address = databaseAddress(platform, binding.id);
    const { name: designator, service } = ownService(binding, { external: { address, tcp: {} } });
    return {
      binding: { name: binding.name, hyperdrive: { designator, scheme, database, user, password } },
      service,
    };
  },
});

/** Where the database of a configuration answers: wherever the configuration says at the time. */
function databaseAddress({ store, broker }: Platform, id: string): string {
  return broker.line(`The database of the Hyperdrive config ${id}`, async () => {
    const config = store.of(HyperdriveConfigs).get(id);
    if (!config) throw new Error("the config was deleted");
    return dialDatabase(config.settings);
  });
}
