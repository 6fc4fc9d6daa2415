import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { QueuePump } from "./events/pump.ts";
import { QueueMessages } from "./store/messages.ts";
import { Queues } from "./store/queues.ts";

/** Queues: what is sent to them, and how Workers and others consume it. */
export const queues: Product = {
  name: "queues",
  tables: [Queues, QueueMessages],
  endpoints,
  start: (platform) => new QueuePump(platform),
};
