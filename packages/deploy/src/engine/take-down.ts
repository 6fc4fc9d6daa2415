import type { ProfileName } from "../config/index.ts";
import { type Destruction, nameOf, type Remnant } from "../core/destruction.ts";
import { isOpen } from "../core/ownership.ts";
import type { LedgerEvent } from "../ledger/event.ts";
import { type AppState, profileState, type Release } from "../ledger/state.ts";
import { type Action, kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import { assertPassable } from "./barrier.ts";
import { takeLease } from "./lease.ts";
import type { Engine } from "./ports/engine.ts";
import type { Said } from "./ports/progress.ts";
import { ProvisionFailed } from "./provision-failed.ts";
import { Tenure } from "./tenure.ts";
import { hasTraces, releaseToDestroyWith } from "./traces.ts";
import { workerOf } from "./worker-of.ts";

/** What is known of a profile's resources besides the ledger. */
export interface Surroundings {
  /** What alchemy's state has of the profile. */
  known(): Promise<Pick<Remnant, "kind" | "name">[]>;
  /** What the profile's Worker was bound to, and is still there. */
  bound(): Promise<Omit<Remnant, "reason">[]>;
}

/**
 * Takes down a profile's Worker, what brings it work, and every resource that was made for it or only begun,
 * whatever its runs came to. It is recorded as gone when nothing is left; until then it can be taken up again, and
 * goes on with what is left.
 * @returns what is still there; `undefined` when nothing of the profile was there
 * @throws Refusal when the profile's program could not be run, naming what is still there
 */
export async function takeDown(
  engine: Engine,
  profile: ProfileName,
  surroundings: Surroundings,
): Promise<Destruction | undefined> {
  const { app, ledger, progress } = engine;
  const release = releaseToDestroyWith(ledger.state, profile);
  const isThere = hasTraces(ledger.state, profile) || (await surroundings.known()).length > 0;
  if (!release || !isThere) return undefined;

  const begun: LedgerEvent = { type: "destroy-begun", profile };
  await ledger.append((state) => {
    assertPassable(state, app.name, profile, "destroy");
    const { going } = profileState(state, profile);
    return [takeLease(state, profile, engine), ...(going ? [] : [begun])];
  });
  const tenure = new Tenure(engine, profile);
  try {
    const destruction = await progress.during(
      "destroy",
      () => tenure.keeping(() => takeApart(engine, tenure, { profile, release, surroundings })),
      (came) => inWords(workerOf(engine, profile), came),
    );
    if (destruction.left.length === 0) await tenure.append((state) => recordGone(state, profile));
    return destruction;
  } finally {
    await tenure.end();
  }
}

interface Task {
  profile: ProfileName;
  release: Release;
  surroundings: Surroundings;
}

async function takeApart(engine: Engine, tenure: Tenure, task: Task): Promise<Destruction> {
  const { ledger, platform, provisioner } = engine;
  const { profile, release } = task;
  await tenure.secure();
  await platform.withdraw(workerOf(engine, profile), profileState(ledger.state, profile).triggers);
  await tenure.secure();
  try {
    const destroyed = await provisioner.destroy({ profile, release: release.name, digest: release.digest });
    return await lookAround(engine, task, destroyed);
  } catch (error) {
    if (error instanceof ProvisionFailed) throw await refusalFor(engine, task, error);
    throw error;
  }
}

/**
 * Adds what alchemy's state did not know. A Worker that is still there has lost that state, and what it is bound to
 * may be the profile's; without one, what it was bound to and alchemy did not make is somebody else's.
 */
async function lookAround(
  engine: Engine,
  { profile, surroundings }: Task,
  { left, kept }: Destruction,
): Promise<Destruction> {
  const worker = workerOf(engine, profile);
  const isStanding = (await engine.platform.script(worker, engine.app.name)).kind === "ours";
  const named = new Set([...left, ...kept].map(({ id }) => id));
  const bound = (await surroundings.bound()).filter(({ id }) => !named.has(id));
  if (!isStanding) {
    const reason = "alchemy's state of this profile does not have it";
    return { left, kept: [...kept, ...bound.map((each) => ({ ...each, reason }))] };
  }
  const script = { kind: "kit::Version", name: worker, id: worker, reason: "it is still there" };
  const isNamed = left.some(({ kind, name }) => kind === script.kind && name === worker);
  const reason = "the Worker is bound to it";
  return {
    left: [...left, ...(isNamed ? [] : [script]), ...bound.map((each) => ({ ...each, reason }))],
    kept,
  };
}

async function refusalFor(
  engine: Engine,
  { profile, surroundings }: Task,
  { message }: ProvisionFailed,
): Promise<Refusal> {
  const worker = workerOf(engine, profile);
  const isStanding = (await engine.platform.script(worker, engine.app.name)).kind === "ours";
  const known = (await surroundings.known()).filter(({ kind }) => kind !== "kit::Version").map(nameOf);
  const names = [...(isStanding ? [`Worker ${worker}`] : []), ...known];
  const still = names.length > 0 ? ` Still there: ${names.join(", ")}.` : "";
  return new Refusal(
    "destroy-failed",
    `${profile} of ${engine.app.name} could not be taken down: ${message.replace(/\.$/, "")}.${still}`,
    {
      action: destroyAction(engine.app.name, profile),
    },
  );
}

/** Takes a profile down, or goes on with it. */
export function destroyAction(app: string, profile: ProfileName): Action {
  return kit("destroy", app, { profile, yes: true });
}

function recordGone(state: AppState, profile: ProfileName): LedgerEvent[] {
  const open = [...state.runs.values()].filter((run) => run.profile === profile && isOpen(run));
  return [
    ...open.map(
      ({ id }) =>
        ({ type: "run-ended", run: id, outcome: "aborted", reason: "its profile was destroyed" }) as const,
    ),
    { type: "profile-destroyed", profile },
  ];
}

function inWords(worker: string, { left, kept }: Destruction): Said {
  if (left.length > 0) return { went: "failed", text: `still there: ${left.map(nameOf).join(", ")}` };
  if (kept.length === 0) return `${worker} and its resources are gone`;
  return `${worker} is gone; kept: ${kept.map(nameOf).join(", ")}`;
}
