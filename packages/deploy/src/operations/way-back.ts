import type { ProfileName } from "../config/index.ts";
import { Refusal } from "../names/user-error.ts";
import type { Delivery } from "../workspace/delivery.ts";
import { outlook, planOf, type RollbackPlan } from "./rollback.ts";
import { obstacles } from "./rollback-check.ts";

/** A rollback as it would go, and a sentence for everything that would keep it from working. */
export interface WayBack {
  plan: RollbackPlan;
  obstacles: string[];
}

/**
 * Where a rollback would go, as the platform lets it: `latest-1` passes over releases that something stands in the
 * way of, telling why, and is the newest of those only where there is no other.
 * @param to `latest-1`, `latest-2`, … or a release such as `v11`
 * @throws Refusal when there is nothing good to go back to
 */
export async function findWayBack(delivery: Delivery, profile: ProfileName, to: string): Promise<WayBack> {
  const { app, ledger, progress } = delivery;
  const seen = await outlook(delivery, profile);
  const look = async (target: string): Promise<WayBack> => {
    const plan = planOf(ledger.state, app.name, profile, target, seen);
    return { plan, obstacles: await obstacles(delivery, profile, plan) };
  };
  const first = await look(to);
  const steps = Number(/^latest-(\d+)$/.exec(to)?.[1] ?? 0);
  if (steps === 0 || first.obstacles.length === 0) return first;
  for (let back = steps + 1, before = first; ; back++) {
    const found = await look(`latest-${back}`).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    if (!found) return first;
    progress.note("passed over", `${before.plan.target.name}: ${before.obstacles.join("; ")}`);
    if (found.obstacles.length === 0) return found;
    before = found;
  }
}
