import type { ProfileName } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import type { RunStep } from "../core/run-step.ts";
import { remaining, sameTriggers } from "../core/triggers.ts";
import { drive, resumeRun } from "../engine/drive.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { triggersFor } from "../engine/triggers.ts";
import { workerOf } from "../engine/worker-of.ts";
import { liveRelease } from "../ledger/release-of.ts";
import { profileState, type Release } from "../ledger/state.ts";
import { gen } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import { planRelease, UnsupportedStep } from "../rollout/plan-run.ts";
import { applyTriggers } from "./apply-triggers.ts";
import { checkMigrations, type Sending } from "./check-migrations.ts";
import { assertKept, assertNotBad, openRun, startRun } from "./start-run.ts";

/** How sending a release to a profile went. */
export type Sent = { kind: "unchanged"; release: Release } | { kind: "ran"; release: Release; run: Run };

/**
 * Takes a release to a profile, through its gates. One that serves there already is left alone, one that
 * waits there is gone on with.
 * @throws Refusal before anything is touched
 */
export async function send(
  engine: Engine,
  profile: ProfileName,
  release: Release,
  how: Sending = {},
): Promise<Sent> {
  const { ledger, app } = engine;
  assertNotBad(ledger.state, app.name, release);
  const { going, good } = profileState(ledger.state, profile);
  const isGood = good.has(release.name) && !going;
  if (isGood && liveRelease(ledger.state, profile)?.name === release.name)
    return settleTriggers(engine, profile, release);

  const open = openRun(ledger.state, profile, release);
  if (open?.state.kind === "waiting") return { kind: "ran", release, run: await resumeRun(engine, open.id) };

  const steps = plannedSteps(engine, profile);
  await assertOurs(engine, profile);
  await checkMigrations(engine, profile, release, how);
  const id = await startRun(engine, (state) => {
    assertNotBad(state, app.name, release);
    assertKept(state, app.name, release);
    const { name, digest } = release;
    const { allowBreakingMigration } = how;
    return {
      run: {
        kind: "release",
        profile,
        release: name,
        digest,
        steps,
        version: null,
        before: null,
        allowBreakingMigration,
      },
    };
  });
  return { kind: "ran", release, run: await drive(engine, id) };
}

/** Nothing need be sent, but what the profile's config says of its domain may have changed. */
async function settleTriggers(engine: Engine, profile: ProfileName, release: Release): Promise<Sent> {
  const { declared, triggers: applied } = profileState(engine.ledger.state, profile);
  const triggers = triggersFor(engine, profile, declared.get(release.name));
  if (!triggers || sameTriggers(applied, remaining(triggers))) return { kind: "unchanged", release };
  return { kind: "ran", release, run: await applyTriggers(engine, profile, release, triggers) };
}

/** @throws Refusal for a pipeline that this version of the kit cannot carry out */
export function plannedSteps({ app }: Engine, profile: ProfileName): RunStep[] {
  try {
    return planRelease(app.config.pipeline, profile);
  } catch (error) {
    if (error instanceof UnsupportedStep)
      throw new Refusal("step-unsupported", error.message, { kind: "usage", cause: error });
    throw error;
  }
}

/** @throws Refusal when the profile's Worker is somebody else's */
export async function assertOurs(engine: Engine, profile: ProfileName): Promise<void> {
  const worker = workerOf(engine, profile);
  if ((await engine.platform.script(worker, engine.app.name)).kind !== "foreign") return;
  throw new Refusal(
    "worker-foreign",
    `A Worker named ${worker} is in this account already, and it is not the kit's. Nothing was changed. Delete it if nobody needs it, or give the app another name.`,
    { action: gen("app", "another-name") },
  );
}
