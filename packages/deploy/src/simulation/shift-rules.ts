import type { ProfileName } from "../config/index.ts";
import { profileBefore, workerName } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import { type Split, sameSplit } from "../core/traffic.ts";
import { profileState } from "../ledger/state.ts";
import { releaseTag } from "../names/identity.ts";
import { app } from "./app.ts";
import type { Oracle, Witnessed } from "./oracle.ts";
import type { Process } from "./world.ts";

/** What must hold of every shift of traffic at the moment when the platform makes it. */
export function checkShift(oracle: Oracle, process: Process, profile: ProfileName, split: Split): void {
  const run = [...oracle.state.runs.values()].find(
    (each) =>
      each.profile === profile && each.intended?.kind === "shift" && sameSplit(each.intended.split, split),
  );
  const seen = run && oracle.runs.get(run.id);
  if (!oracle.holdsLease(process, profile))
    oracle.violated(`process ${process.pid} shifts ${profile} without the lease`);
  if (!run || !seen) {
    oracle.violated(`process ${process.pid} shifts ${profile} as no run intends`);
    return;
  }
  if (isRepeated(oracle, run, split)) oracle.violated(`${run.id} repeats a deployment of ${profile}`);
  const visited = split
    .filter(({ percentage }) => percentage > 0)
    .map(({ version }) => oracle.tagOf(profile, version));
  const expected = expectedFor(run, seen);
  if (visited.some((tag) => tag !== expected))
    oracle.violated(`${run.id} sends visitors of ${profile} to ${visited.join()} instead of ${expected}`);
  if (expected === releaseTag(run.release, run.digest)) checkRelease(oracle, run, seen);
}

/**
 * The release that visitors are to get, by its tag: what served before, until the candidate has passed its
 * probe and again after a fault.
 */
function expectedFor(run: Run, seen: Witnessed): string | null {
  const isProved = seen.gatesPassed.has("probe") && !run.fault && !seen.hasFailedGate;
  const isOwn = run.kind === "rollback" || isProved;
  return isOwn ? releaseTag(run.release, run.digest) : seen.servedBefore;
}

/** No bad release gets traffic, and none that was not good in the profile before. */
function checkRelease(oracle: Oracle, run: Run, seen: Witnessed): void {
  const { release, digest, profile } = run;
  const bad = oracle.badSince.get(digest);
  const lastLook = Math.max(seen.lastEvent, profileState(oracle.state, profile).lease?.fence ?? 0);
  if (bad !== undefined && bad < lastLook)
    oracle.violated(`${run.id} gives ${profile} to ${release}, which was found bad`);
  const candidate = oracle.world.candidates.get(releaseTag(release, digest));
  const before = profileBefore(oracle.world.config.pipeline, profile);
  const isProved =
    !before || (oracle.everGood.has(`${before} ${release}`) && !candidate?.failsIn.has(before));
  if (!isProved)
    oracle.violated(`${run.id} gives ${profile} to ${release}, which was never good in ${before}`);
}

/** A run makes each of its deployments once, unless it was told what is no longer so. */
function isRepeated({ world }: Oracle, run: Run, split: Split): boolean {
  const [live] = world.platform.scripts.get(workerName(app, run.profile))?.deployments ?? [];
  const isOwn = live?.message.startsWith(`${run.kind} ${run.id}:`) ?? false;
  return (
    live !== undefined &&
    isOwn &&
    sameSplit(live.split, split) &&
    !world.faults.include("traffic", "stale read")
  );
}
