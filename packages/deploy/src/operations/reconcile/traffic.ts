import type { ProfileName } from "../../config/index.ts";
import { type Split, sameSplit } from "../../core/traffic.ts";
import { drive } from "../../engine/drive.ts";
import type { Engine } from "../../engine/ports/engine.ts";
import { triggersBack } from "../../engine/triggers.ts";
import { workerOf } from "../../engine/worker-of.ts";
import { describeSplit, liveRelease, releaseOf } from "../../ledger/release-of.ts";
import { profileState, type Release } from "../../ledger/state.ts";
import { kit } from "../../names/action.ts";
import { planRollback } from "../../rollout/plan-run.ts";
import { startRun } from "../start-run.ts";
import { type Drift, isMoving, outcomeOf } from "./finding.ts";

/** Whether a profile's traffic is where the ledger last put it. A run under way may be moving it just now. */
export async function trafficDrift(engine: Engine, profile: ProfileName): Promise<Drift[]> {
  const { app, ledger, platform } = engine;
  const { state } = ledger;
  const { traffic: recorded, versions } = profileState(state, profile);
  if (versions.size === 0 || recorded.length === 0 || isMoving(engine, profile)) return [];

  const found = await platform.traffic(workerOf(engine, profile));
  if (found.length === 0) {
    const text = `${workerOf(engine, profile)} is gone from the platform; the ledger says that it serves ${describeSplit(state, profile, recorded)}`;
    return [{ profile, kind: "worker-gone", text, fix: undefined, action: kit("deploy", app.name) }];
  }
  if (sameSplit(found, recorded)) return [];

  const live = liveRelease(state, profile);
  const isForeign = found.some(({ version }) => releaseOf(state, profile, version) === undefined);
  return [
    {
      profile,
      kind: isForeign ? "foreign-version" : "traffic-moved",
      text: `traffic is ${describeSplit(state, profile, found)}; the ledger put it at ${describeSplit(state, profile, recorded)}`,
      fix: live && (() => putBack(engine, profile, live, found)),
      action: kit("reconcile", app.name, { fix: true }),
    },
  ];
}

/** As any other move of traffic: a run, with the lease, in the ledger, proved by a probe. */
async function putBack(engine: Engine, profile: ProfileName, live: Release, before: Split): Promise<string> {
  const id = await startRun(engine, (state) => ({
    run: {
      kind: "rollback",
      profile,
      release: live.name,
      digest: live.digest,
      steps: planRollback(engine.app.config.pipeline, profile),
      version: profileState(state, profile).versions.get(live.name) ?? null,
      before,
      triggers: triggersBack(state, profile, live),
    },
  }));
  return outcomeOf(await drive(engine, id));
}
