import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { defineBinding, ownService } from "../define-binding.ts";
import { Binding } from "../product.ts";
import { Queues } from "./store/queues.ts";

/** Asked of the loopback with the queue's id and, after a space, the seconds by which the binding delays messages. */
export const QUEUE_TARGET = "queue";

export const queueBinding = defineBinding("queue", {
  schema: Binding.extend({
    queue_name: z.string(),
    /** In seconds. */
    delivery_delay: z.number().nullish(),
  }),
  check: ({ queue_name }, { store }) => {
    if (!store.of(Queues).named(queue_name))
      throw new ApiError(400, 11000, `Queue '${queue_name}' not found.`);
  },
  bind: (binding, { platform: { store, loopback } }) => {
    const queue = store.of(Queues).named(binding.queue_name)?.id ?? "deleted";
    const target = [QUEUE_TARGET, queue, binding.delivery_delay ?? []].flat().join(" ");
    const { name, service } = ownService(binding, loopback.service(target));
    return { binding: { name: binding.name, queue: name }, service };
  },
});
