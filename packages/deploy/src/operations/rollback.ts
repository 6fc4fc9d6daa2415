import type { ProfileName } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import type { Split } from "../core/traffic.ts";
import { drive } from "../engine/drive.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { retrying } from "../engine/retrying.ts";
import { triggersBack } from "../engine/triggers.ts";
import { workerOf } from "../engine/worker-of.ts";
import type { LedgerEvent } from "../ledger/event.ts";
import { ownersOf } from "../ledger/owner.ts";
import { liveRelease, servingRelease, type Tagged } from "../ledger/release-of.ts";
import { type AppState, profileState, type Release } from "../ledger/state.ts";
import { migrationsAhead } from "../migrations/migration.ts";
import { kit } from "../names/action.ts";
import { type ReleaseName, releaseNumber, type VersionId } from "../names/identity.ts";
import { Refusal } from "../names/user-error.ts";
import { planRollback } from "../rollout/plan-run.ts";
import { assertKept, assertNotBad, startRun } from "./start-run.ts";

/** A rollback as it would go. */
export interface RollbackPlan {
  leaves: Release;
  target: Release;
  /** The version of the profile's Worker that carries the target. */
  version: VersionId;
  /** Migrations that stay applied although the target does not know them; `undefined` where nobody can tell. */
  ahead: string[] | undefined;
}

/** What is known of a profile when somebody wants to go back there. */
interface Outlook {
  traffic: Split;
  /** The versions that the platform can still give traffic to. */
  deployable: readonly Tagged[];
}

/**
 * Where a rollback would go.
 * @param to `latest-1`, `latest-2`, … or a release such as `v11`
 * @throws Refusal when there is nothing good to go back to
 */
export function planOf(
  state: AppState,
  app: string,
  profile: ProfileName,
  to: string,
  { traffic, deployable }: Outlook,
): RollbackPlan {
  const leaves = servingRelease(state, profile, traffic, deployable);
  if (!leaves)
    throw new Refusal(
      "nothing-serves",
      `No release of ${app} serves ${profile}, so there is nothing to roll back.`,
    );
  const target = targetOf(state, app, profile, leaves, deployable, to);
  const version = profileState(state, profile).versions.get(target.name);
  if (!version)
    throw new Refusal("never-uploaded", `${target.name} was never uploaded to ${profile}.`, {
      kind: "usage",
    });
  const ahead =
    leaves.migrations && target.migrations && migrationsAhead(leaves.migrations, target.migrations);
  return { leaves, target, version, ahead: ahead ?? undefined };
}

/**
 * Gives a profile's traffic back to a release that was good there. The release it leaves is found bad. It
 * waits for nobody: no gate is asked but the proof that the old release answers.
 * @param from the release that is meant to be left: what serves now, unless whoever asks looked before
 * @throws Refusal when by then another serves, which nobody meant to condemn
 */
export async function rollback(
  engine: Engine,
  profile: ProfileName,
  to: string,
  from?: ReleaseName,
): Promise<Run> {
  const { app, ledger } = engine;
  const [seen] = ownersOf(ledger.state, profile);
  const served = liveRelease(ledger.state, profile)?.name;
  const { traffic: asked, deployable } = await outlook(engine, profile);
  const meant = from ?? (seen ? servingRelease(ledger.state, profile, asked, deployable)?.name : served);
  const id = await startRun(engine, (state) => {
    if (ownersOf(state, profile)[0] !== seen)
      throw new Refusal(
        "serving-changed",
        `Somebody else worked on ${profile} at this moment. Nothing was changed; try again.`,
      );
    const traffic = seen ? asked : profileState(state, profile).traffic;
    const { leaves, target, version } = planOf(state, app.name, profile, to, { traffic, deployable });
    if (leaves.name !== meant) {
      throw new Refusal(
        "serving-changed",
        `${profile} serves ${leaves.name} by now, not ${meant}: somebody else worked on it. Nothing was changed; look again.`,
        { action: kit("status", app.name) },
      );
    }
    return {
      also: [...abandoned(state, profile), condemned(leaves, target, profile)],
      run: {
        kind: "rollback",
        profile,
        release: target.name,
        digest: target.digest,
        steps: planRollback(app.config.pipeline, profile),
        version,
        before: traffic,
        triggers: triggersBack(state, profile, target),
      },
    };
  });
  return drive(engine, id);
}

/**
 * What a rollback of a profile has to know. The traffic is what the ledger last set; where a run owns the profile it is
 * what the platform has, since an interrupted run may have moved traffic after its last event.
 */
export async function outlook(engine: Engine, profile: ProfileName): Promise<Outlook> {
  const { platform, ledger } = engine;
  const worker = workerOf(engine, profile);
  const { traffic, versions } = profileState(ledger.state, profile);
  if (versions.size === 0) return { traffic, deployable: [] };
  return {
    traffic: ownersOf(ledger.state, profile).length > 0 ? await platform.traffic(worker) : traffic,
    deployable: await retrying(engine, () => platform.versions(worker)),
  };
}

function targetOf(
  state: AppState,
  app: string,
  profile: ProfileName,
  leaves: Release,
  deployable: readonly Tagged[],
  to: string,
): Release {
  const back = /^latest-([1-9]\d{0,3})$/.exec(to)?.[1];
  if (back) return earlierGood(state, app, profile, leaves, deployable, Number(back));

  const named = [...state.releases.values()].find(({ name }) => name === to);
  if (!named) {
    const known = [...state.releases.keys()].join(", ");
    throw new Refusal(
      "release-unknown",
      `${app} has no release "${to}"; it has ${known}. "latest-1" is the last good one before the live one.`,
      {
        kind: "usage",
        action: kit("history", app),
      },
    );
  }
  if (named.name === leaves.name)
    throw new Refusal(
      "already-serves",
      `${named.name} is what serves ${profile} now; there is nothing to go back to.`,
      {
        kind: "usage",
      },
    );
  assertNotBad(state, app, named);
  assertKept(state, app, named);
  if (!profileState(state, profile).good.has(named.name))
    throw new Refusal(
      "never-good",
      `${named.name} was never good in ${profile}, so it is nothing to go back to.`,
      {
        kind: "usage",
        action: kit("history", app),
      },
    );
  return named;
}

/** Going back never goes forward: only releases older than the live one count, newest first. */
function earlierGood(
  state: AppState,
  app: string,
  profile: ProfileName,
  leaves: Release,
  deployable: readonly Tagged[],
  steps: number,
): Release {
  const { good, versions } = profileState(state, profile);
  const isDeployable = (name: ReleaseName) => {
    const version = versions.get(name);
    return version !== undefined && deployable.some(({ id }) => id === version);
  };
  const earlier = [...good]
    .flatMap((name) => state.releases.get(name) ?? [])
    .filter(
      (release) =>
        releaseNumber(release.name) < releaseNumber(leaves.name) &&
        !state.bad.has(release.digest) &&
        release.artifact === "kept" &&
        isDeployable(release.name),
    )
    .toSorted((a, b) => releaseNumber(b.name) - releaseNumber(a.name));
  const target = earlier[steps - 1];
  if (target) return target;
  const count = earlier.length === 0 ? "no" : `only ${earlier.length}`;
  throw new Refusal(
    "nothing-to-go-back-to",
    `There is nothing good to go back to: ${profile} serves ${leaves.name}, and ${count} earlier release of ${app} was good there, and can still be deployed. Nothing was changed.`,
    { action: kit("history", app) },
  );
}

/** The release that is left behind must not come back by itself. */
function condemned({ name, digest }: Release, target: Release, profile: ProfileName): LedgerEvent {
  const reason = `rolled back from ${profile} to ${target.name}`;
  return { type: "verdict", verdict: "bad", profile, release: name, digest, reason };
}

/** A rollback ends every run that has changed its profile, or may have: none of them moves traffic afterwards. */
function abandoned(state: AppState, profile: ProfileName): LedgerEvent[] {
  return ownersOf(state, profile).map(({ id }) => ({
    type: "run-ended",
    run: id,
    outcome: "aborted",
    reason: "a rollback took its place",
  }));
}
