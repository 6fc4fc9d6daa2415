import type { Context } from "hono";
import { ok } from "../../../api/envelope.ts";
import { Domains } from "../../domains/store/domains.ts";
import { DurableObjectBinding } from "../../durable-objects/binding.ts";
import type { Api, Handler } from "../../product.ts";
import { Queues } from "../../queues/store/queues.ts";
import { foundScript } from "../../workers/api/lookup.ts";
import { mainVersionOf } from "../../workers/store/main-version.ts";
import { type Script, Scripts } from "../../workers/store/scripts.ts";

/** The newer view of a script, of which wrangler wants little. */
export const worker: Handler = (c) => {
  const script = foundScript(c);
  return ok(c, {
    id: script.tag,
    name: script.name,
    created_on: script.createdOn,
    updated_on: script.modifiedOn,
    tags: script.settings.tags ?? [],
    logpush: script.settings.logpush ?? false,
    observability: script.settings.observability ?? { enabled: false },
    tail_consumers: script.settings.tail_consumers ?? [],
    subdomain: script.subdomain,
    references: referencesTo(c, script),
  });
};

/** Everything that leads to a Worker: what would be at a loss without it. */
function referencesTo(c: Context<Api>, { name }: Script) {
  const { store } = c.env;
  const others = store
    .of(Scripts)
    .list()
    .flatMap((script) => {
      const bindings = mainVersionOf(store, script.name)?.upload.bindings ?? [];
      return script.name === name ? [] : [{ worker: { id: script.tag, name: script.name }, bindings }];
    });
  return {
    dispatch_namespace_outbounds: [],
    domains: store
      .of(Domains)
      .customDomains()
      .filter(({ script }) => script === name)
      .map(({ id, hostname, zone }) => ({
        id,
        certificate_id: id,
        hostname,
        zone_id: zone,
        zone_name: store.of(Domains).zone(zone)?.name ?? hostname,
      })),
    durable_objects: others.flatMap(({ worker, bindings }) =>
      bindings
        .filter(({ type, script_name }) => type === "durable_object_namespace" && script_name === name)
        .map((binding) => DurableObjectBinding.parse(binding))
        .map(({ namespace_id, class_name }) => ({
          namespace_id,
          namespace_name: `${name}_${class_name}`,
          worker_id: worker.id,
          worker_name: worker.name,
        })),
    ),
    queues: store
      .of(Queues)
      .list()
      .flatMap(({ id, name: queue }) =>
        store
          .of(Queues)
          .consumersOf(id)
          .filter(({ script }) => script === name)
          .map((consumer) => ({ queue_consumer_id: consumer.id, queue_id: id, queue_name: queue })),
      ),
    workers: others.flatMap(({ worker, bindings }) =>
      bindings.some((binding) => binding.type === "service" && binding.service === name) ? [worker] : [],
    ),
  };
}
