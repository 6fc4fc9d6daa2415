import { z } from "zod";
import type { Message } from "../store/messages.ts";
import type { ConsumerOptions } from "../store/queues.ts";

/** What a Worker's `queue` handler made of a batch, in workerd's words. */
export const QueueOutcome = z.object({
  outcome: z.string(),
  ackAll: z.boolean().optional(),
  retryBatch: z.object({ retry: z.boolean(), delaySeconds: z.number().optional() }),
  explicitAcks: z.array(z.string()),
  retryMessages: z.array(z.object({ msgId: z.string(), delaySeconds: z.number().optional() })),
});
export type QueueOutcome = z.infer<typeof QueueOutcome>;

/** What becomes of a message. Delays are in milliseconds. */
export type Fate = { kind: "done" } | { kind: "again"; delay: number } | { kind: "dead" };

/** A Worker that threw, or could not be reached. */
export const FAILED: QueueOutcome = {
  outcome: "exception",
  retryBatch: { retry: false },
  explicitAcks: [],
  retryMessages: [],
};

/**
 * What becomes of one message of a batch: a word about it alone counts more than one about the batch, and with no
 * word it is done, unless the handler threw.
 * Source: developers.cloudflare.com/queues/configuration/batching-retries
 */
export function fateOf(message: Message, outcome: QueueOutcome, { settings }: ConsumerOptions): Fate {
  const retry = outcome.retryMessages.find(({ msgId }) => msgId === message.id);
  if (!retry) {
    if (outcome.explicitAcks.includes(message.id)) return { kind: "done" };
    const failed = outcome.outcome !== "ok" || outcome.retryBatch.retry;
    if (!failed || outcome.ackAll) return { kind: "done" };
  }
  if (message.attempts >= settings.max_retries) return { kind: "dead" };
  const delay = retry?.delaySeconds ?? outcome.retryBatch.delaySeconds ?? settings.retry_delay;
  return { kind: "again", delay: delay * 1_000 };
}
