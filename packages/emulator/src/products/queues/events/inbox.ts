import { z } from "zod";
import type { Store } from "../../../store/store.ts";
import type { Platform } from "../../product.ts";
import { ContentType, type NewMessage, QueueMessages } from "../store/messages.ts";
import { Queues } from "../store/queues.ts";

/** Limits: developers.cloudflare.com/queues/platform/limits */
const MOST_BYTES = 128_000;
const MOST_MESSAGES = 100;
const MOST_BATCH_BYTES = 256_000;

const Delay = z.number().min(0).max(86_400);
const Batch = z.object({
  messages: z
    .array(z.object({ contentType: ContentType.default("v8"), delaySecs: Delay.nullish(), body: z.base64() }))
    .max(MOST_MESSAGES),
});

/** Puts messages into a queue. */
export function sendMessages(store: Store, queue: string, messages: readonly NewMessage[]): void {
  store.transaction(() => store.of(QueueMessages).add(queue, messages, Date.now()));
  store.of(Queues).announce(queue);
}

/**
 * Takes what a Worker sends to a queue, in the protocol of workerd's queue binding (read in miniflare's broker).
 * @param producer id of the queue and, after a space, the seconds by which the binding delays messages
 */
export async function receiveFromWorker(
  { store }: Platform,
  producer: string,
  request: Request,
): Promise<Response> {
  const [queueId = "", bindingDelay] = producer.split(" ");
  const queue = store.of(Queues).get(queueId);
  if (!queue) return new Response("The queue was deleted.", { status: 404 });
  const usual = bindingDelay === undefined ? queue.settings.delivery_delay : Number(bindingDelay);
  const { pathname } = new URL(request.url);
  if (pathname !== "/metrics") {
    const read = pathname === "/batch" ? readBatch : readMessage;
    const messages = await read(request, usual);
    if (typeof messages === "string") return new Response(messages, { status: 413 });
    sendMessages(store, queueId, messages);
  }
  const { count, bytes, oldest } = store.of(QueueMessages).backlog(queueId);
  const metrics = { backlogCount: count, backlogBytes: bytes, oldestMessageTimestamp: oldest };
  return Response.json(pathname === "/metrics" ? metrics : { metadata: { metrics } });
}

/** @returns the messages, or why they are refused */
async function readMessage(request: Request, usualDelay: number): Promise<NewMessage[] | string> {
  const body = await request.bytes();
  if (body.length > MOST_BYTES)
    return `message length of ${body.length} bytes exceeds limit of ${MOST_BYTES}`;
  const delay = request.headers.get("x-msg-delay-secs");
  return [
    {
      contentType: ContentType.parse(request.headers.get("x-msg-fmt") ?? "v8"),
      body,
      delay: Delay.parse(delay === null ? usualDelay : Number(delay)) * 1_000,
    },
  ];
}

async function readBatch(request: Request, usualDelay: number): Promise<NewMessage[] | string> {
  const delay = request.headers.get("x-msg-delay-secs");
  const usual = delay === null ? usualDelay : Number(delay);
  const parsed = Batch.safeParse(await request.json());
  if (!parsed.success) return `The batch is not valid: at most ${MOST_MESSAGES} messages.`;
  const messages = parsed.data.messages.map(({ contentType, body, delaySecs }) => ({
    contentType,
    body: Uint8Array.from(Buffer.from(body, "base64")),
    delay: (delaySecs ?? usual) * 1_000,
  }));
  const bytes = messages.reduce((sum, message) => sum + message.body.length, 0);
  if (bytes > MOST_BATCH_BYTES) return `batch size of ${bytes} bytes exceeds limit of ${MOST_BATCH_BYTES}`;
  return messages;
}
