import { z } from "zod";
import type { Platform } from "../../product.ts";
import { deliver } from "../../workers/events/deliver.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { CronClock } from "./cron-clock.ts";

/** How a Worker took a scheduled event. */
const ScheduledOutcome = z.object({ outcome: z.string(), noRetry: z.boolean().optional() });
type ScheduledOutcome = z.infer<typeof ScheduledOutcome>;

/**
 * Calls a Worker's `scheduled` handler.
 * @throws Undeliverable when there is no such Worker
 */
export async function fireCron(
  platform: Platform,
  script: string,
  cron: string,
  time: Date,
): Promise<ScheduledOutcome> {
  return ScheduledOutcome.parse(
    await deliver(platform, script, "scheduled", { cron, scheduledTime: time.getTime() }),
  );
}

/** Fires the cron triggers of all Workers when they are due. */
export function startCronClock(platform: Platform): CronClock {
  const { store, log } = platform;
  const triggers = () =>
    store
      .of(Scripts)
      .list()
      .flatMap(({ name, schedules }) => schedules.map(({ cron }) => ({ script: name, cron })));
  return new CronClock(triggers, async ({ script, cron }, time) => {
    try {
      const { outcome } = await fireCron(platform, script, cron, time);
      if (outcome !== "ok") log(`[${script}] The cron trigger ${cron} ended with: ${outcome}`);
    } catch (error) {
      log(`[${script}] The cron trigger ${cron} failed: ${error instanceof Error ? error.message : error}`);
    }
  });
}
