import { accounts } from "./accounts/index.ts";
import { staticAssets } from "./assets/index.ts";
import { cronTriggers } from "./cron-triggers/index.ts";
import { d1 } from "./d1/index.ts";
import { domains } from "./domains/index.ts";
import { durableObjects } from "./durable-objects/index.ts";
import { hyperdrive } from "./hyperdrive/index.ts";
import { kv } from "./kv/index.ts";
import type { Product } from "./product.ts";
import { queues } from "./queues/index.ts";
import { r2 } from "./r2/index.ts";
import { references } from "./references/index.ts";
import { workers } from "./workers/index.ts";
import { workflows } from "./workflows/index.ts";

/** Every product that the emulator has. A new one is a folder here, and a line. */
export const PRODUCTS: readonly Product[] = [
  accounts,
  workers,
  staticAssets,
  durableObjects,
  cronTriggers,
  queues,
  workflows,
  domains,
  references,
  kv,
  d1,
  r2,
  hyperdrive,
];
