import type { ProfileName } from "../config/index.ts";
import { Busy, Refusal } from "../names/user-error.ts";
import type { Delivery } from "../workspace/delivery.ts";
import { newsOfFault } from "./notification/notification.ts";
import { notify } from "./notifications/notify.ts";

/**
 * Does something to a profile, and tells those outside when it does not even begin: then there is no run to tell of.
 * Whoever typed something wrong, or came while another was at work, knows that already.
 */
export async function orTell<Result>(
  delivery: Delivery,
  profile: ProfileName,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isTheirs = error instanceof Busy || (error instanceof Refusal && error.kind === "usage");
    if (!isTheirs) await notify(newsOfFault(delivery, profile, error), delivery.env, delivery.progress);
    throw error;
  }
}
