import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";
import { startCronClock } from "./events/fire.ts";

/** Cron triggers: the schedules of Workers, and the clock that fires them. */
export const cronTriggers: Product = {
  name: "cron triggers",
  endpoints: api.endpoints,
  start: startCronClock,
};
