import type { ProfileName } from "../../config/index.ts";
import type { Destruction } from "../../core/destruction.ts";
import type { Binding } from "../../platform/port.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { type Surroundings, takeDown } from "../engine/take-down.ts";
import { hasTraces } from "../engine/traces.ts";
import { thisJob } from "../github/job.ts";
import { retireDeployments } from "../github/record-deployment.ts";
import { ownBindings, stillThere } from "./own-bindings.ts";

/**
 * Takes down a profile's Worker and every resource that was made for it, or only begun, with their data.
 * @returns what is still there: by the program's own wish, or because it could not be deleted, and then the
 *   profile is still being taken down; `undefined` when there was nothing
 * @throws Refusal when something stands in the way, or when nothing could be done
 */
export async function destroy(delivery: Delivery, profile: ProfileName): Promise<Destruction | undefined> {
  const own = await ownBindings(delivery, profile);
  const destruction = await takeDown(delivery, profile, surroundings(delivery, profile, own));
  const job = thisJob(delivery.env);
  if (job && destruction?.left.length === 0)
    await retireDeployments(job, workerOf(delivery, profile), delivery.progress);
  return destruction;
}

/** Whether there is anything of an app in a profile, finished or not, by its ledger or by alchemy's state. */
export async function isIn({ account, app, ledger }: Delivery, profile: ProfileName): Promise<boolean> {
  return hasTraces(ledger.state, profile) || (await account.stages.resources(app.name, profile)).length > 0;
}

/** @param own what the profile's Worker was bound to before it was taken down */
function surroundings(delivery: Delivery, profile: ProfileName, own: readonly Binding[]): Surroundings {
  const { account, app } = delivery;
  return {
    known: () => account.stages.resources(app.name, profile),
    bound: () => stillThere(delivery, own),
  };
}
