import type { ProfileName } from "../../config/index.ts";
import { mainVersion } from "../../core/traffic.ts";
import { profileState } from "../../ledger/state.ts";
import type { VersionId } from "../../names/identity.ts";
import type { Version } from "../../platform/port.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { messageOf } from "../refusal.ts";
import type { RollbackPlan } from "./rollback.ts";

/**
 * What would keep a rollback from working, asked of the platform before anything is changed, since the platform
 * itself says so only of the call that moves the traffic. What cannot be asked is no obstacle: who rolls back is
 * in a hurry, and the platform will refuse what it has to.
 * @returns a sentence for each obstacle
 */
export async function obstacles(
  delivery: Delivery,
  profile: ProfileName,
  plan: RollbackPlan,
): Promise<string[]> {
  try {
    return await ask(delivery, profile, plan);
  } catch (error) {
    delivery.progress.note("not checked", messageOf(error));
    return [];
  }
}

async function ask(
  { account, platform, ledger, ...engine }: Delivery,
  profile: ProfileName,
  { target, version }: RollbackPlan,
): Promise<string[]> {
  const worker = workerOf(engine, profile);
  const live = mainVersion(profileState(ledger.state, profile).traffic);
  const [versions, bindings, migration, today] = await Promise.all([
    platform.versions(worker),
    account.versions.bindings(worker, version),
    account.versions.migrationTag(worker, version),
    live && account.versions.migrationTag(worker, live),
  ]);
  if (!versions.some(({ id }) => id === version)) {
    return [
      `${target.name} can no longer be deployed to ${profile}: its version is not among the last that the platform keeps`,
    ];
  }
  const standing = await Promise.all(bindings.map((binding) => account.versions.stands(binding)));
  const gone = bindings
    .filter((_, index) => standing[index] === false)
    .map(({ name, type }) => `${target.name} needs ${name} (${type}), which is no longer there`);
  return [
    ...gone,
    ...(secretsChangedSince(versions, version)
      ? [
          `a secret of ${worker} was changed since ${target.name} was uploaded, which has the old one: Cloudflare refuses that (10220)`,
        ]
      : []),
    ...(today === undefined || migration === today
      ? []
      : [
          `${worker} got other Durable Object classes since ${target.name}: Cloudflare does not go back past their migration (100405)`,
        ]),
  ];
}

/**
 * Whether somebody changed a secret by itself after a version was uploaded: that makes a version, too, and says so.
 * @param versions newest first
 */
function secretsChangedSince(versions: readonly Version[], target: VersionId): boolean {
  const since = versions.slice(
    0,
    versions.findIndex(({ id }) => id === target),
  );
  return since.some(({ trigger }) => trigger === "secret");
}
