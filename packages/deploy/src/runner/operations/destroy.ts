import type { ProfileName } from "../../config/index.ts";
import { profileState } from "../../ledger/state.ts";
import { bunRun } from "../bun-command.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { assertPassable } from "../engine/barrier.ts";
import { takeLease } from "../engine/lease.ts";
import { thisJob } from "../github/job.ts";
import { retireDeployments } from "../github/record-deployment.ts";
import { Refusal } from "../refusal.ts";
import { ownBindings, stillThere } from "./own-bindings.ts";

/**
 * Takes down a profile's Worker and every resource that its newest release made there, with their data.
 * @returns what was its own and stands all the same: alchemy was told to keep it, or could not delete it
 * @throws Refusal when nothing was ever deployed there, or when the Worker is still there afterwards
 */
export async function destroy(delivery: Delivery, profile: ProfileName): Promise<string[]> {
  const { app, ledger, platform, progress, provisioner } = delivery;
  const name = [...profileState(ledger.state, profile).versions.keys()].at(-1);
  const release = name && ledger.state.releases.get(name);
  if (!release) {
    throw new Refusal(`${app.name} has nothing in ${profile}.`, { mend: bunRun(`kit status ${app.name}`) });
  }

  await ledger.append((state) => {
    assertPassable(state, app.name, profile, "destroy");
    return [takeLease(state, profile, delivery)];
  });
  const own = await ownBindings(delivery, profile);
  const left = await progress.during(
    "destroy",
    async () => {
      await platform.withdraw(workerOf(delivery, profile), profileState(ledger.state, profile).triggers);
      await provisioner.destroy({ profile, release: release.name, digest: release.digest });
      await assertGone(delivery, profile);
      return stillThere(delivery, own);
    },
    (still) =>
      still.length === 0
        ? `${workerOf(delivery, profile)} and its resources are gone`
        : `${workerOf(delivery, profile)} is gone; still there: ${still.join(", ")}`,
  );
  await ledger.append((state) => [
    ...[...state.runs.values()]
      .filter((run) => run.profile === profile && run.state.kind !== "ended")
      .map(
        ({ id }) =>
          ({ type: "run-ended", run: id, outcome: "aborted", reason: "its profile was destroyed" }) as const,
      ),
    { type: "profile-destroyed", profile },
    { type: "lease-released", profile },
  ]);
  const job = thisJob(delivery.env);
  if (job) await retireDeployments(job, workerOf(delivery, profile), progress);
  return left;
}

/** alchemy can end well and leave things behind, so the platform is asked. */
async function assertGone(delivery: Delivery, profile: ProfileName): Promise<void> {
  const worker = workerOf(delivery, profile);
  if ((await delivery.platform.script(worker, delivery.app.name)).kind === "absent") return;
  throw new Refusal(`The Worker ${worker} is still there after its destruction; nothing else was recorded.`, {
    mend: bunRun(`kit destroy ${delivery.app.name} --profile ${profile} --yes`),
  });
}
