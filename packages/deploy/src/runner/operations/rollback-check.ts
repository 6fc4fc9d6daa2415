import type { ProfileName } from "../../config/index.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import type { RollbackPlan } from "./rollback.ts";

/**
 * What would keep a rollback from working, asked of the platform: a rollback in earnest does not take the time,
 * and is told by the platform instead. That secrets were changed since is known to the platform alone (10220).
 * @returns a sentence for each obstacle
 */
export async function obstacles(
  { account, platform, ...engine }: Delivery,
  profile: ProfileName,
  { target, version }: RollbackPlan,
): Promise<string[]> {
  const worker = workerOf(engine, profile);
  const deployable = await platform.versions(worker);
  if (!deployable.some(({ id }) => id === version)) {
    return [
      `${target.name} can no longer be deployed to ${profile}: its version is not among the last that the platform keeps`,
    ];
  }
  const bindings = await account.versions.bindings(worker, version);
  const standing = await Promise.all(bindings.map((binding) => account.versions.stands(binding)));
  return bindings
    .filter((_, index) => standing[index] === false)
    .map(({ name, type }) => `${target.name} needs ${name} (${type}), which is no longer there`);
}
