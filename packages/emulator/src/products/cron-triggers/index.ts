import type { Product } from "../product.ts";
import { endpoints } from "./api/endpoints.ts";
import { startCronClock } from "./events/fire.ts";

/** Cron triggers: the schedules of Workers, and the clock that fires them. */
export const cronTriggers: Product = {
  name: "cron triggers",
  endpoints,
  start: startCronClock,
};
