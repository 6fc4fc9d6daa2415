import { z } from "zod";
import type { Consumer } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { apiPath } from "../api/path.ts";
import type { Account, TriggerKind } from "./kind.ts";

/** A Worker is told as `script` here and as `script_name` there; a consumer that pulls has neither. */
const found = z.object({
  consumer_id: z.string(),
  script: z.string().optional(),
  script_name: z.string().optional(),
});
const consumersSchema = z.array(found).nullable();

/**
 * Queue consumers; a queue has one at most.
 * @see https://developers.cloudflare.com/api/resources/queues/subresources/consumers/
 */
export function consumers({ api, target }: Account): TriggerKind<Consumer> {
  const pathOf = ({ queue }: Consumer) => apiPath`/accounts/${target.accountId}/queues/${queue}/consumers`;
  const knownPath = ({ queue }: Consumer, id: string) =>
    apiPath`/accounts/${target.accountId}/queues/${queue}/consumers/${id}`;
  const there = async (consumer: Consumer) => {
    const call = { asked: "read the consumers of a queue", path: pathOf(consumer) };
    return (await api.resultIfThere(call, consumersSchema)) ?? [];
  };
  return {
    nameOf: ({ queue }) => queue,

    isSet: async (worker, consumer) => (await there(consumer)).some((each) => workerOf(each) === worker),

    async set(worker, consumer) {
      const [first] = await there(consumer);
      const body = bodyOf(worker, consumer);
      if (!first) {
        const asked = `give ${worker} a queue to consume`;
        await api.perform({ asked, method: "POST", path: pathOf(consumer), body });
        return;
      }
      const owner = workerOf(first);
      if (owner !== worker)
        throw new PlatformError(
          `The queue ${consumer.queue} is consumed by ${owner ?? "somebody who pulls"} already, and it has one consumer at most. Delete that one, or leave the queue out of eventSources.`,
        );
      const asked = `change how ${worker} consumes a queue`;
      await api.perform({ asked, method: "PUT", path: knownPath(consumer, first.consumer_id), body });
    },

    async drop(worker, consumer) {
      for (const each of await there(consumer)) {
        if (workerOf(each) !== worker) continue;
        const path = knownPath(consumer, each.consumer_id);
        await api.performIfThere({ asked: `take a queue from ${worker}`, method: "DELETE", path });
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
