import type { ProfileName } from "../../config/index.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { takeDown } from "../engine/take-down.ts";
import { thisJob } from "../github/job.ts";
import { retireDeployments } from "../github/record-deployment.ts";
import { ownBindings, stillThere } from "./own-bindings.ts";

/**
 * Takes down a profile's Worker and every resource that its newest release made there, with their data.
 * @returns what was its own and stands all the same: alchemy was told to keep it, or could not delete it
 * @throws Refusal when nothing was ever deployed there, or when the Worker is still there afterwards
 */
export async function destroy(delivery: Delivery, profile: ProfileName): Promise<string[]> {
  const own = await ownBindings(delivery, profile);
  const left = await takeDown(delivery, profile, () => stillThere(delivery, own));
  const job = thisJob(delivery.env);
  if (job) await retireDeployments(job, workerOf(delivery, profile), delivery.progress);
  return left;
}
