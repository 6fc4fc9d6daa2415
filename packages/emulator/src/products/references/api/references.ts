import type { Context } from "hono";
import type { Api } from "../../../api/context.ts";
import { mainVersionOf } from "../../workers/store/main-version.ts";
import type { Script } from "../../workers/store/scripts.ts";

/** Everything that leads to a Worker: what would be at a loss without it. */
export function referencesTo(c: Context<Api>, { name }: Script) {
  const { store } = c.var;
  const others = store.scripts.list().flatMap((script) => {
    const bindings = mainVersionOf(store, script.name)?.upload.bindings ?? [];
    return script.name === name ? [] : [{ worker: { id: script.tag, name: script.name }, bindings }];
  });
  return {
    dispatch_namespace_outbounds: [],
    domains: store.domains
      .customDomains()
      .filter(({ script }) => script === name)
      .map(({ id, hostname, zone }) => ({
        id,
        certificate_id: id,
        hostname,
        zone_id: zone,
        zone_name: store.domains.zone(zone)?.name ?? hostname,
      })),
    durable_objects: others.flatMap(({ worker, bindings }) =>
      bindings.flatMap((binding) =>
        binding.type === "durable_object_namespace" && binding.script_name === name
          ? [
              {
                namespace_id: binding.namespace_id,
                namespace_name: `${name}_${binding.class_name}`,
                worker_id: worker.id,
                worker_name: worker.name,
              },
            ]
          : [],
      ),
    ),
    queues: store.queues.list().flatMap(({ id, name: queue }) =>
      store.queues
        .consumersOf(id)
        .filter(({ script }) => script === name)
        .map((consumer) => ({ queue_consumer_id: consumer.id, queue_id: id, queue_name: queue })),
    ),
    workers: others.flatMap(({ worker, bindings }) =>
      bindings.some((binding) => binding.type === "service" && binding.service === name) ? [worker] : [],
    ),
  };
}
