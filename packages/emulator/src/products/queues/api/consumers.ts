import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, check, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { foundScript } from "../../workers/api/lookup.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { type Consumer, ConsumerOptions, Queues } from "../store/queues.ts";
import { foundQueue } from "./found-queue.ts";

const Asked = z.object({
  type: z.string().default("worker"),
  script_name: z.string().nullish(),
  dead_letter_queue: z.string().nullish(),
  settings: z.record(z.string(), z.unknown()).nullish(),
});

export const list: Handler = (c) => {
  const consumers = c.env.store.of(Queues).consumersOf(foundQueue(c).id);
  return page(
    c,
    consumers.map((consumer) => consumerView(c, consumer)),
  );
};

/** What a Worker consumes. */
export const ofScript: Handler = (c) => {
  const consumers = c.env.store.of(Queues).consumedBy(foundScript(c).name);
  return page(
    c,
    consumers.map((consumer) => consumerView(c, consumer)),
  );
};

/** A queue has one consumer. */
export const create: Handler = async (c) => {
  const queue = foundQueue(c);
  const { script, options } = await readConsumer(c);
  if (c.env.store.of(Queues).consumersOf(queue.id).length > 0) {
    throw new ApiError(400, 11004, `Queue '${queue.name}' already has a consumer. Delete it to add another.`);
  }
  const consumer = c.env.store.of(Queues).addConsumer(queue.id, script, options);
  c.env.store.of(Queues).announce(queue.id);
  return ok(c, consumerView(c, consumer));
};

export const get: Handler = (c) => ok(c, consumerView(c, foundConsumer(c)));

export const put: Handler = async (c) => {
  const before = foundConsumer(c);
  const changed = { ...before, ...(await readConsumer(c, before)) };
  c.env.store.of(Queues).saveConsumer(changed);
  c.env.store.of(Queues).announce(changed.queue);
  return ok(c, consumerView(c, changed));
};

export const remove: Handler = (c) => {
  c.env.store.of(Queues).removeConsumer(foundConsumer(c).id);
  return ok(c, null);
};

/** @throws ApiError 10007 for a Worker that is not there, 11000 for a dead-letter queue that is not */
async function readConsumer(
  c: Context<Api>,
  before?: Consumer,
): Promise<Pick<Consumer, "script" | "options">> {
  const asked = await body(c, Asked);
  const script = asked.type === "worker" ? (asked.script_name ?? before?.script) : undefined;
  if (asked.type === "worker" && !(script !== undefined && c.env.store.of(Scripts).get(script))) {
    throw new ApiError(404, 10007, `The Worker ${script ?? ""} that is to consume the queue does not exist.`);
  }
  // Clients send an empty name, or none, for no dead-letter queue.
  const dead = asked.dead_letter_queue || undefined;
  if (dead !== undefined && !c.env.store.of(Queues).named(dead)) {
    throw new ApiError(400, 11000, `The dead-letter queue '${dead}' does not exist.`);
  }
  const settings = Object.entries(asked.settings ?? {}).filter(([, value]) => value !== null);
  const options = check(ConsumerOptions, {
    type: asked.type,
    dead_letter_queue: dead,
    settings: Object.fromEntries(settings),
  });
  return { script, options };
}

function foundConsumer(c: Context<Api>): Consumer {
  const id = param(c, "consumer");
  const consumer = c.env.store
    .of(Queues)
    .consumersOf(foundQueue(c).id)
    .find((one) => one.id === id);
  if (!consumer) throw new ApiError(404, 11001, `The queue has no consumer ${id}.`);
  return consumer;
}

export function consumerView(c: Context<Api>, { id, queue, script, createdOn, options }: Consumer) {
  const { visibility_timeout_ms, max_wait_time_ms, max_concurrency, ...settings } = options.settings;
  return {
    consumer_id: id,
    queue_id: queue,
    queue_name: c.env.store.of(Queues).get(queue)?.name,
    created_on: createdOn,
    type: options.type,
    ...(script !== undefined && { script, script_name: script }),
    ...(options.dead_letter_queue !== undefined && { dead_letter_queue: options.dead_letter_queue }),
    settings:
      options.type === "worker"
        ? { ...settings, max_wait_time_ms, ...(max_concurrency && { max_concurrency }) }
        : { ...settings, visibility_timeout_ms },
  };
}
