import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { sendMessages } from "../events/inbox.ts";
import { type Message, type NewMessage, QueueMessages } from "../store/messages.ts";
import { Queues } from "../store/queues.ts";
import { foundQueue } from "./found-queue.ts";
import { queueView } from "./queues.ts";

/** In seconds. */
const Delay = z.number().min(0).max(86_400).nullish();
const Sent = z.object({
  body: z.unknown(),
  content_type: z.enum(["json", "text"]).default("json"),
  delay_seconds: Delay,
});
const SentBatch = z.object({ messages: z.array(Sent).min(1).max(100), delay_seconds: Delay });
const Pull = z.object({
  batch_size: z.number().int().min(1).max(100).default(5),
  visibility_timeout_ms: z.number().min(0).max(43_200_000).optional(),
});
const Lease = z.object({ lease_id: z.string() });
const Acknowledgement = z.object({
  acks: z.array(Lease).default([]),
  retries: z.array(Lease.extend({ delay_seconds: Delay })).default([]),
});

export const send: Handler = async (c) => {
  const queue = foundQueue(c);
  sendMessages(c.env.store, queue.id, [fresh(await body(c, Sent), queue.settings.delivery_delay)]);
  return ok(c, { metadata: { metrics: metrics(c, queue.id) } });
};

export const sendBatch: Handler = async (c) => {
  const queue = foundQueue(c);
  const { messages, delay_seconds } = await body(c, SentBatch);
  const usual = delay_seconds ?? queue.settings.delivery_delay;
  sendMessages(
    c.env.store,
    queue.id,
    messages.map((message) => fresh(message, usual)),
  );
  return ok(c, { metadata: { metrics: metrics(c, queue.id) } });
};

/** Hands out messages to whoever asks, hidden from others until the lease ends. */
export const pull: Handler = async (c) => {
  const queue = foundQueue(c);
  const { store } = c.env;
  const consumer = store
    .of(Queues)
    .consumersOf(queue.id)
    .find(({ options }) => options.type === "http_pull");
  if (!consumer) throw new ApiError(400, 11003, `Queue '${queue.name}' has no http_pull consumer.`);
  const asked = await body(c, Pull);
  const { settings } = consumer.options;
  const until = Date.now() + (asked.visibility_timeout_ms ?? settings.visibility_timeout_ms);
  const messages = store.transaction(() =>
    store
      .of(QueueMessages)
      .ready(queue.id, Date.now(), asked.batch_size)
      .map((message) => {
        const lease = crypto.randomUUID();
        store.of(QueueMessages).lease(message.sequence, lease, until);
        return messageView(message, lease);
      }),
  );
  return ok(c, { messages, message_backlog_count: store.of(QueueMessages).backlog(queue.id).count });
};

export const acknowledge: Handler = async (c) => {
  const queue = foundQueue(c);
  const { acks, retries } = await body(c, Acknowledgement);
  const messages = c.env.store.of(QueueMessages);
  const { transaction } = c.env.store;
  transaction(() => {
    for (const { lease_id } of acks) {
      const message = messages.leased(queue.id, lease_id);
      if (message) messages.remove([message.sequence]);
    }
    for (const { lease_id, delay_seconds } of retries) {
      const message = messages.leased(queue.id, lease_id);
      if (message) messages.release(message.sequence, Date.now() + (delay_seconds ?? 0) * 1_000);
    }
  });
  return ok(c, { ackCount: acks.length, retryCount: retries.length, warnings: {} });
};

export const purge: Handler = (c) => {
  const queue = foundQueue(c);
  c.env.store.of(QueueMessages).purge(queue.id);
  return ok(c, queueView(c, queue));
};

/** It is over by the time that anybody asks. */
export const purged: Handler = (c) => {
  foundQueue(c);
  const now = new Date().toISOString();
  return ok(c, { started_at: now, completed: now });
};

function fresh(
  { body: value, content_type, delay_seconds }: z.infer<typeof Sent>,
  usualDelay: number,
): NewMessage {
  const text = content_type === "text" ? String(value) : JSON.stringify(value ?? null);
  return {
    contentType: content_type,
    body: new TextEncoder().encode(text),
    delay: (delay_seconds ?? usualDelay) * 1_000,
  };
}

function messageView({ id, sentAt, attempts, contentType, body: bytes }: Message, lease: string) {
  // Pull consumers get what is not text as base64.
  const text = Buffer.from(bytes).toString(contentType === "text" ? "utf8" : "base64");
  return {
    id,
    lease_id: lease,
    timestamp_ms: sentAt,
    attempts: attempts + 1,
    body: text,
    metadata: { "CF-Content-Type": contentType, "CF-sourceMessageSource": "dash" },
  };
}

function metrics(c: Context<Api>, queue: string) {
  const { count, bytes, oldest } = c.env.store.of(QueueMessages).backlog(queue);
  return { backlog_count: count, backlog_bytes: bytes, oldest_message_timestamp_ms: oldest };
}
