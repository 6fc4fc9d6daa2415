import type { AppName, ProfileName } from "../config/index.ts";
import { durationMs, profileNames } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import { isHeld } from "../engine/lease.ts";
import { workerOf } from "../engine/worker-of.ts";
import { liveRelease, releaseOf } from "../ledger/release-of.ts";
import { profileState } from "../ledger/state.ts";
import type { Digest, ReleaseName, RunId, VersionId } from "../names/identity.ts";
import { probe } from "../platform/cloudflare/workers/probe.ts";
import { healthGateOf } from "../rollout/plan-run.ts";
import type { Delivery } from "../workspace/delivery.ts";
import { openRuns } from "./open-runs.ts";

export type Health = "healthy" | "failing" | "unreachable";

export interface ProfileStatus {
  release: ReleaseName | null;
  digest: Digest | null;
  url: string | null;
  health: Health | null;
  traffic: { release: ReleaseName | null; version: VersionId; percentage: number }[];
}

export interface RunStatus {
  id: RunId;
  release: ReleaseName;
  profile: ProfileName;
  state: "active" | "interrupted" | "waiting" | "ended";
  step: string | null;
  waitingFor: string | null;
  /** When the gate that it waits at is evaluated again, ISO 8601; `null` where it waits for a person. */
  until: string | null;
}

/**
 * Milliseconds after which a run is overdue: one that a runner works on, one that waits for a person, and one whose time
 * to go on has come.
 */
const overdueAfter = { active: 30 * 60_000, waiting: 7 * 24 * 60 * 60_000, due: 30 * 60_000 };

/** Whether nothing has happened to a run for longer than is to be expected. */
export function isOverdue({ state, since }: Run, now: Date): boolean {
  if (state.kind === "ended") return false;
  const isTimed = state.kind === "waiting" && state.until !== undefined;
  const [from, limit] = isTimed ? [state.until, overdueAfter.due] : [since, overdueAfter[state.kind]];
  return now.getTime() - new Date(from ?? since).getTime() > limit;
}

export interface AppStatus {
  app: AppName;
  profiles: Record<string, ProfileStatus>;
  runs: RunStatus[];
}

/** What serves each profile at this moment, asked of the platform, and the runs that have not ended. */
export async function status(delivery: Delivery): Promise<AppStatus> {
  const { app, ledger } = delivery;
  const profiles = await Promise.all(
    profileNames(app.config).map(
      async (profile) => [profile, await profileStatus(delivery, profile)] as const,
    ),
  );
  return {
    app: app.name,
    profiles: Object.fromEntries(profiles),
    runs: openRuns(delivery).map((run) => runStatus(run, isHeld(ledger.state, run.profile, delivery))),
  };
}

/** @param held a runner is at work on the run's profile */
export function runStatus(run: Run, held: boolean): RunStatus {
  const { id, release, profile } = run;
  const step = run.steps[run.position];
  const name = step && (step.kind === "gate" ? step.name : step.kind);
  const waitingFor = run.state.kind === "waiting" ? run.state.gate : null;
  const until = run.state.kind === "waiting" ? (run.state.until ?? null) : null;
  const state = run.state.kind === "active" && !held ? "interrupted" : run.state.kind;
  return { id, release, profile, state, step: state === "ended" ? null : (name ?? null), waitingFor, until };
}

async function profileStatus(delivery: Delivery, profile: ProfileName): Promise<ProfileStatus> {
  const { platform, ledger } = delivery;
  const worker = workerOf(delivery, profile);
  const { state } = ledger;
  const isEmpty = profileState(state, profile).versions.size === 0;
  const traffic = isEmpty ? [] : await platform.traffic(worker);
  const live = liveRelease(state, profile, traffic);
  const url = traffic.length > 0 ? await platform.url(worker) : null;
  return {
    release: live?.name ?? null,
    digest: live?.digest ?? null,
    url: url?.href.replace(/\/$/, "") ?? null,
    health: url && live ? await healthOf(delivery, profile, url) : null,
    traffic: traffic.map(({ version, percentage }) => ({
      release: releaseOf(state, profile, version) ?? null,
      version,
      percentage,
    })),
  };
}

async function healthOf(delivery: Delivery, profile: ProfileName, base: URL): Promise<Health> {
  const gate = healthGateOf(delivery.app.config.pipeline, profile);
  const url = new URL(gate.path, base);
  const answer = await probe({ url, worker: workerOf(delivery, profile), timeout: durationMs(gate.within) });
  if (answer.kind === "unreachable") return "unreachable";
  return answer.status === gate.status ? "healthy" : "failing";
}
