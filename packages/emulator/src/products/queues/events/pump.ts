import type { Store } from "../../../store/store.ts";
import type { Platform } from "../../product.ts";
import { deliver } from "../../workers/events/deliver.ts";
import { type ContentType, type Message, QueueMessages } from "../store/messages.ts";
import { type Consumer, type Queue, Queues } from "../store/queues.ts";
import { FAILED, fateOf, QueueOutcome } from "./outcome.ts";

/** Brings the messages of queues to the Workers that consume them: in batches, one at a time for each queue. */
export class QueuePump {
  readonly #platform: Platform;
  readonly #store: Store;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #busy = new Set<string>();
  #closed = false;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#store = platform.store;
    const queues = platform.store.of(Queues);
    queues.onChange((queue) => this.#wake(queue));
    for (const { id } of queues.list()) this.#wake(id);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** Looks again at what is to be done with a queue. */
  #wake(queueId: string): void {
    clearTimeout(this.#timers.get(queueId));
    if (this.#closed || this.#busy.has(queueId)) return;
    const queue = this.#store.of(Queues).get(queueId);
    const consumer = this.#store
      .of(Queues)
      .consumersOf(queueId)
      .find(({ script }) => script !== undefined);
    if (!queue || !consumer || queue.settings.delivery_paused) return;
    const now = Date.now();
    this.#store.of(QueueMessages).expire(queueId, now - queue.settings.message_retention_period * 1_000);
    const due = this.#due(queueId, consumer, now);
    if (due === undefined) return;
    if (due <= now) void this.#deliver(queue, consumer);
    else this.#timers.set(queueId, setTimeout(() => this.#wake(queueId), due - now).unref());
  }

  /** When the next batch is due: at once when it is full, or when the first in it has waited long enough. */
  #due(queueId: string, { options }: Consumer, now: number): number | undefined {
    const { batch_size, max_wait_time_ms } = options.settings;
    const ready = this.#store.of(QueueMessages).ready(queueId, now, batch_size);
    const [first] = ready;
    if (!first) return this.#store.of(QueueMessages).nextReadyAt(queueId);
    if (ready.length === batch_size) return now;
    return first.readyAt + max_wait_time_ms;
  }

  async #deliver(queue: Queue, consumer: Consumer): Promise<void> {
    this.#busy.add(queue.id);
    const batch = this.#store
      .of(QueueMessages)
      .ready(queue.id, Date.now(), consumer.options.settings.batch_size);
    const outcome = await this.#hand(queue, consumer, batch);
    // Closed meanwhile: unacknowledged, they come again at the next start.
    if (this.#closed) return;
    this.#busy.delete(queue.id);
    this.#settle(queue, consumer, batch, outcome);
    this.#wake(queue.id);
  }

  async #hand(queue: Queue, { script = "" }: Consumer, batch: readonly Message[]): Promise<QueueOutcome> {
    const backlog = this.#store.of(QueueMessages).backlog(queue.id);
    const event = {
      queue: queue.name,
      messages: batch.map(({ id, sentAt, attempts, contentType, body }) => ({
        id,
        timestamp: sentAt,
        attempts: attempts + 1,
        contentType,
        body: written(contentType, body),
      })),
      metadata: { metrics: { backlogCount: backlog.count, backlogBytes: backlog.bytes } },
    };
    try {
      return QueueOutcome.parse(await deliver(this.#platform, script, "queue", event));
    } catch (error) {
      if (!this.#closed)
        this.#platform.log(`[${script}] A batch of ${queue.name} could not be delivered: ${error}`);
      return FAILED;
    }
  }

  #settle(
    queue: Queue,
    { script, options }: Consumer,
    batch: readonly Message[],
    outcome: QueueOutcome,
  ): void {
    const messages = this.#store.of(QueueMessages);
    const queues = this.#store.of(Queues);
    const dead =
      options.dead_letter_queue === undefined ? undefined : queues.named(options.dead_letter_queue);
    this.#store.transaction(() => {
      for (const message of batch) {
        const fate = fateOf(message, outcome, options);
        if (fate.kind === "done") messages.remove([message.sequence]);
        else if (fate.kind === "again") messages.retry(message.sequence, Date.now() + fate.delay);
        else if (dead)
          messages.move(message.sequence, dead.id, Date.now() + dead.settings.delivery_delay * 1_000);
        else {
          messages.remove([message.sequence]);
          this.#platform.log(`[${script}] A message of ${queue.name} was dropped: it failed too often.`);
        }
      }
    });
    if (dead) this.#wake(dead.id);
  }
}

function written(contentType: ContentType, body: Uint8Array): string {
  const text = contentType === "text" || contentType === "json";
  return Buffer.from(body).toString(text ? "utf8" : "base64");
}
