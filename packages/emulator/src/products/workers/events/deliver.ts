import { z } from "zod";
import type { Gateway } from "../../../gateway/gateway.ts";
import type { Fleet } from "../../../runtime/fleet.ts";

/** How a Worker took a scheduled event. */
export const ScheduledOutcome = z.object({ outcome: z.string(), noRetry: z.boolean().optional() });
export type ScheduledOutcome = z.infer<typeof ScheduledOutcome>;

/** There is nobody to take an event. */
export class Undeliverable extends Error {
  override name = "Undeliverable";
}

/** Brings Workers the events that are not requests, to the version that a request would reach. */
export class Deliveries {
  readonly #gateway: Gateway;
  readonly #fleet: Fleet;

  constructor(gateway: Gateway, fleet: Fleet) {
    this.#gateway = gateway;
    this.#fleet = fleet;
  }

  /**
   * Calls a Worker's `scheduled` handler.
   * @throws Undeliverable when there is no such Worker
   */
  async scheduled(script: string, cron: string, time: Date): Promise<ScheduledOutcome> {
    return ScheduledOutcome.parse(
      await this.deliver(script, "scheduled", { cron, scheduledTime: time.getTime() }),
    );
  }

  /**
   * @param kind path of the attendant's that hands the event on
   * @throws Undeliverable when there is no such Worker, or it is assets only
   */
  async deliver(script: string, kind: "scheduled" | "queue", event: unknown): Promise<unknown> {
    const version = this.#gateway.choose(script);
    if (!version?.upload.mainModule)
      throw new Undeliverable(`There is no Worker ${script} to take the event.`);
    const response = await this.#fleet.tell(version, kind, event);
    if (!response.ok) throw new Undeliverable(await response.text());
    return response.json();
  }
}
