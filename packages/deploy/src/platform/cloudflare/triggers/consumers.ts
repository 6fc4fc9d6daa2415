import { z } from "zod";
import type { Consumer } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { asking, askingFor } from "../answer.ts";
import { type Api, accountPath, type TriggerKind } from "./kind.ts";

/** A Worker is told as `script` here and as `script_name` there; a consumer that pulls has neither. */
const found = z.object({
  consumer_id: z.string(),
  script: z.string().optional(),
  script_name: z.string().optional(),
});
const answer = z.object({ result: z.array(found).nullable() });

/**
 * Queue consumers; a queue has one at most.
 * @see https://developers.cloudflare.com/api/resources/queues/subresources/consumers/
 */
export function consumers(api: Api): TriggerKind<Consumer> {
  const pathOf = ({ queue }: Consumer) => `${accountPath(api)}/queues/${queue}/consumers`;
  const there = async (consumer: Consumer) => {
    const answered = await askingFor("read the consumers of a queue", () => api.client.get(pathOf(consumer)));
    return answered === undefined ? [] : (answer.parse(answered).result ?? []);
  };
  return {
    nameOf: ({ queue }) => queue,

    isSet: async (worker, consumer) => (await there(consumer)).some((each) => workerOf(each) === worker),

    async set(worker, consumer) {
      const [first] = await there(consumer);
      const body = bodyOf(worker, consumer);
      if (!first) {
        await asking(`give ${worker} a queue to consume`, () => api.client.post(pathOf(consumer), { body }));
        return;
      }
      const owner = workerOf(first);
      if (owner !== worker)
        throw new PlatformError(
          `The queue ${consumer.queue} is consumed by ${owner ?? "somebody who pulls"} already, and it has one consumer at most. Delete that one, or leave the queue out of eventSources.`,
        );
      await asking(`change how ${worker} consumes a queue`, () =>
        api.client.put(`${pathOf(consumer)}/${first.consumer_id}`, { body }),
      );
    },

    async drop(worker, consumer) {
      for (const each of await there(consumer)) {
        if (workerOf(each) !== worker) continue;
        await askingFor(`take a queue from ${worker}`, () =>
          api.client.delete(`${pathOf(consumer)}/${each.consumer_id}`),
        );
      }
    },
  };
}

function workerOf({ script, script_name = script }: z.infer<typeof found>): string | undefined {
  return script_name;
}

function bodyOf(worker: string, consumer: Consumer) {
  return {
    type: "worker",
    script_name: worker,
    dead_letter_queue: consumer.deadLetterQueue,
    settings: {
      batch_size: consumer.batchSize,
      max_concurrency: consumer.maxConcurrency,
      max_retries: consumer.maxRetries,
      max_wait_time_ms: consumer.maxWaitTime,
      retry_delay: consumer.retryDelay,
    },
  };
}
