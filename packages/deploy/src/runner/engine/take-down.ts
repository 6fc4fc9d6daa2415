import type { ProfileName } from "../../config/index.ts";
import { isOpen } from "../../core/ownership.ts";
import type { LedgerEvent } from "../../ledger/event.ts";
import { profileState } from "../../ledger/state.ts";
import { bunRun } from "../bun-command.ts";
import { type Engine, workerOf } from "../delivery.ts";
import { Refusal } from "../refusal.ts";
import { assertPassable } from "./barrier.ts";
import { takeLease } from "./lease.ts";
import { Tenure } from "./tenure.ts";

/**
 * Takes down a profile's Worker, what brings it work, and every resource that its newest release made there. Taken
 * up again after a crash, it goes on with what is left.
 * @param lookAround tells, once all is done, what stands all the same
 * @returns what that is
 * @throws Refusal when nothing was ever deployed there, or when the Worker is still there afterwards
 */
export async function takeDown(
  engine: Engine,
  profile: ProfileName,
  lookAround: () => Promise<string[]>,
): Promise<string[]> {
  const { app, ledger, platform, progress, provisioner } = engine;
  const worker = workerOf(engine, profile);
  const name = [...profileState(ledger.state, profile).versions.keys()].at(-1);
  const release = name && ledger.state.releases.get(name);
  if (!release) {
    throw new Refusal(`${app.name} has nothing in ${profile}.`, { mend: bunRun(`kit status ${app.name}`) });
  }

  const begun: LedgerEvent = { type: "destroy-begun", profile };
  await ledger.append((state) => {
    assertPassable(state, app.name, profile, "destroy");
    const { going } = profileState(state, profile);
    return [takeLease(state, profile, engine), ...(going ? [] : [begun])];
  });
  const tenure = new Tenure(engine, profile);
  try {
    const left = await progress.during(
      "destroy",
      () =>
        tenure.keeping(async () => {
          await tenure.secure();
          await platform.withdraw(worker, profileState(ledger.state, profile).triggers);
          await tenure.secure();
          await provisioner.destroy({ profile, release: release.name, digest: release.digest });
          await assertGone(engine, profile);
          return lookAround();
        }),
      (still) =>
        still.length === 0
          ? `${worker} and its resources are gone`
          : `${worker} is gone; still there: ${still.join(", ")}`,
    );
    await tenure.append((state) => [
      ...[...state.runs.values()]
        .filter((run) => run.profile === profile && isOpen(run))
        .map(
          ({ id }) =>
            ({
              type: "run-ended",
              run: id,
              outcome: "aborted",
              reason: "its profile was destroyed",
            }) as const,
        ),
      { type: "profile-destroyed", profile },
    ]);
    return left;
  } finally {
    await tenure.end();
  }
}

/** alchemy can end well and leave things behind, so the platform is asked. */
async function assertGone(engine: Engine, profile: ProfileName): Promise<void> {
  const worker = workerOf(engine, profile);
  if ((await engine.platform.script(worker, engine.app.name)).kind === "absent") return;
  throw new Refusal(`The Worker ${worker} is still there after its destruction; nothing else was recorded.`, {
    mend: bunRun(`kit destroy ${engine.app.name} --profile ${profile} --yes`),
  });
}
