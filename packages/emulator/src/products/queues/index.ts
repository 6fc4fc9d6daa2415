import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { QUEUE_TARGET, queueBinding } from "./binding.ts";
import { receiveFromWorker } from "./events/inbox.ts";
import { QueuePump } from "./events/pump.ts";
import { QueueMessages } from "./store/messages.ts";
import { Queues } from "./store/queues.ts";

/** Queues: what is sent to them, and how Workers and others consume it. */
export const queues: Product = {
  name: "queues",
  tables: [Queues, QueueMessages],
  bindings: [queueBinding],
  loopback: { target: QUEUE_TARGET, answer: receiveFromWorker },
  endpoints: api.endpoints,
  start: (platform) => new QueuePump(platform),
};
