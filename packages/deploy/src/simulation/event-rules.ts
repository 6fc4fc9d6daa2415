import type { ProfileName } from "../config/index.ts";
import { profileBefore, stepsOfRun, workerName } from "../config/index.ts";
import type { Effect } from "../core/effect.ts";
import type { Run } from "../core/run.ts";
import { mainVersion, sameSplit } from "../core/traffic.ts";
import { sameTriggers } from "../core/triggers.ts";
import { kindOf } from "../gates/gate.ts";
import type { Entry, LedgerEvent } from "../ledger/event.ts";
import { profileState } from "../ledger/state.ts";
import { type RunId, releaseNumber, releaseTag } from "../names/identity.ts";
import { app, type Candidate } from "./app.ts";
import type { Oracle, Witnessed } from "./oracle.ts";
import { areThere } from "./trigger-rules.ts";
import type { Process } from "./world.ts";

type EventOf<Type extends LedgerEvent["type"]> = Extract<LedgerEvent, { type: Type }>;

/** What must hold of every event at the moment when it is written. */
export function checkEvent(oracle: Oracle, process: Process, entry: Entry): void {
  const { event, seq } = entry;
  switch (event.type) {
    case "lease-taken": {
      checkLease(oracle, process, event);
      return;
    }
    case "run-started": {
      checkStart(oracle, event, seq);
      return;
    }
    case "profile-destroyed": {
      checkDestroyed(oracle, process, event.profile);
      return;
    }
    case "verdict": {
      checkVerdict(oracle, event, seq);
      return;
    }
    case "effect-intended":
    case "effect-done":
    case "effect-failed":
    case "gate-evaluated":
    case "run-ended":
    case "approval-given": {
      const run = oracle.state.runs.get(event.run);
      const seen = oracle.runs.get(event.run);
      if (!run || !seen) {
        oracle.violated(`${event.type} of ${event.run}, which never started`);
        return;
      }
      seen.lastEvent = seq;
      checkRunEvent(oracle, process, event, run, seen);
      return;
    }
    default:
      return;
  }
}

/** One holder at a time, unless its time is over or its process dead; and none at all while a lock stands. */
function checkLease(oracle: Oracle, process: Process, { profile }: EventOf<"lease-taken">): void {
  const { lease, barriers } = profileState(oracle.state, profile);
  if (lease?.holder.pid === process.pid) return;
  if (barriers.has("lock")) oracle.violated(`process ${process.pid} begins on ${profile}, which is locked`);
  if (!lease) return;
  if (new Date(lease.until) <= oracle.world.clock.now() || oracle.world.isDead(lease.holder)) return;
  oracle.violated(`process ${process.pid} takes the lease on ${profile} that ${lease.holder.pid} holds`);
}

function checkStart(oracle: Oracle, event: EventOf<"run-started">, seq: number): void {
  const { run, kind, profile, release, digest } = event;
  const { state } = oracle;
  oracle.runs.set(run, {
    servedBefore: null,
    gatesPassed: new Set(),
    hasFailedGate: false,
    hasTouched: false,
    lastEvent: seq,
  });
  if (state.runs.has(run)) oracle.violated(`${run} starts twice`);
  const owner = ownerOf(oracle, profile, run);
  if (owner) oracle.violated(`${run}, a ${kind}, starts while ${owner.id} owns ${profile}`);
  if (state.bad.has(digest)) oracle.violated(`${run} takes ${release}, which was found bad, to ${profile}`);
  if (kind === "rollback") {
    checkRollback(oracle, event);
    return;
  }
  const before = profileBefore(oracle.world.config.pipeline, profile);
  if (before && !oracle.everGood.has(`${before} ${release}`))
    oracle.violated(`${run} takes ${release} to ${profile}, which was never good in ${before}`);
}

/**
 * The open run that works on a profile or has changed it. Nothing else may start there until it has ended: a rollback
 * ends it (so that it moves no traffic afterwards), a release has to wait.
 */
function ownerOf(oracle: Oracle, profile: ProfileName, except: RunId): Run | undefined {
  return [...oracle.state.runs.values()].find(
    ({ id, profile: of, state }) =>
      id !== except &&
      of === profile &&
      (state.kind === "active" || (state.kind === "waiting" && oracle.runs.get(id)?.hasTouched)),
  );
}

/** A rollback goes back to what was good there, and condemns what it leaves and nothing else. */
function checkRollback(oracle: Oracle, { run, profile, release }: EventOf<"run-started">): void {
  const left = releaseServed(oracle, profile);
  if (!left) {
    oracle.violated(`${run} rolls back ${profile}, where no release serves`);
    return;
  }
  if (!oracle.state.bad.has(left.digest)) oracle.violated(`${run} leaves ${left.name} without a verdict`);
  if (!profileState(oracle.state, profile).good.has(release))
    oracle.violated(`${run} goes back to ${release}, which was never good in ${profile}`);
  if (releaseNumber(release) >= releaseNumber(left.name))
    oracle.violated(`${run} goes back from ${left.name} to ${release}`);
}

function checkVerdict(oracle: Oracle, event: EventOf<"verdict">, seq: number): void {
  const { verdict, profile, release, digest } = event;
  if (verdict === "cleared") {
    oracle.badSince.delete(digest);
    return;
  }
  const truth = [...oracle.world.candidates.values()].find(({ name }) => name === release);
  const isHealthy = profile !== null && truth !== undefined && isFoundHealthy(oracle, profile, truth);
  if (truth?.digest !== digest) oracle.violated(`${release} is judged by the bytes of another`);
  if (verdict === "good") {
    oracle.everGood.add(`${profile} ${release}`);
    if (oracle.state.bad.has(digest)) oracle.violated(`${release} is called good, and was found bad`);
    if (!isHealthy && !oracle.letThrough.has(`${profile} ${release}`))
      oracle.violated(`${release} is called good in ${profile}, where it is not`);
    return;
  }
  oracle.badSince.set(digest, seq);
  oracle.owedVerdicts.delete(digest);
  const isLeft = profile !== null && releaseServed(oracle, profile)?.name === release;
  if (isHealthy && !isLeft) oracle.violated(`${release} is called bad: ${event.reason}`);
}

/** A release that collapses under its visitors is found out only where a gate that asks it follows the deploy. */
function isFoundHealthy({ world }: Oracle, profile: ProfileName, truth: Candidate): boolean {
  const gates = stepsOfRun(world.config.pipeline, profile)?.verification ?? [];
  const collapses =
    truth.collapsesIn.has(profile) && gates.some(({ gate }) => kindOf(gate).placement === "verifies");
  return !truth.failsIn.has(profile) && !collapses;
}

function checkRunEvent(
  oracle: Oracle,
  process: Process,
  event: EventOf<
    "effect-intended" | "effect-done" | "effect-failed" | "gate-evaluated" | "run-ended" | "approval-given"
  >,
  run: Run,
  seen: Witnessed,
): void {
  if (event.type !== "approval-given" && !oracle.hasLease(process, run.profile))
    oracle.violated(`process ${process.pid} writes ${event.type} of ${run.id} without the lease`);
  switch (event.type) {
    case "approval-given": {
      const step = run.steps[run.position];
      const asksPeople = step?.kind === "gate" && kindOf(step.gate).needs.includes("people");
      if (!asksPeople) oracle.letThrough.add(`${run.profile} ${run.release}`);
      return;
    }
    case "effect-intended":
      if (seen.hasFailedGate && !isWayBack(run, event.effect))
        oracle.violated(`${run.id} goes on after a failed gate`);
      checkHold(oracle, run);
      checkOwner(oracle, run);
      seen.hasTouched = true;
      return;
    case "effect-done": {
      checkDone(oracle, event, run, seen);
      return;
    }
    case "gate-evaluated":
      if (event.result === "passed") seen.gatesPassed.add(event.gate);
      if (event.result === "failed") seen.hasFailedGate = true;
      if (event.result === "pending") checkSuperseded(oracle, run);
      checkWait(oracle, run);
      return;
    case "run-ended":
      if (event.outcome === "succeeded") checkSuccess(oracle, run, seen);
      else if (run.fault && event.outcome !== "aborted") checkGivenBack(oracle, run, seen);
      if (event.outcome === "failed" && run.kind === "release") oracle.owedVerdicts.add(run.digest);
      return;
  }
}

/** Whether an effect makes something what it was before the run. */
function isWayBack(run: Run, effect: Effect): boolean {
  switch (effect.kind) {
    case "provision":
      return false;
    case "shift":
      return sameSplit(effect.split, run.before ?? []);
    case "apply":
      return run.triggers !== null && sameTriggers(effect.after, run.triggers.before);
  }
}

/** Who came after a hold was placed takes no release any further. */
function checkHold({ state, violated }: Oracle, { id, kind, profile, fault }: Run): void {
  const { barriers, lease } = profileState(state, profile);
  const hold = barriers.get("hold");
  if (!hold || !lease || kind === "rollback" || fault) return;
  if (new Date(lease.since) > new Date(hold.since)) violated(`${id} goes on in ${profile}, which is held`);
}

/** A gate that waits for a time is not evaluated before, unless a person has decided. */
function checkWait({ violated, world }: Oracle, { id, state }: Run): void {
  if (state.kind !== "waiting" || !state.until) return;
  if (new Date(state.until) > world.clock.now())
    violated(`${id} does not wait at ${state.gate} until its time`);
}

/** A run changes nothing on a profile that another run has changed and has not ended. */
function checkOwner(oracle: Oracle, { id, profile }: Run): void {
  const owner = ownerOf(oracle, profile, id);
  if (owner) oracle.violated(`${id} changes ${profile}, which ${owner.id} owns`);
}

/** What is written down as gone is gone, and whoever says so works there alone: nobody else has taken the lease. */
function checkDestroyed(oracle: Oracle, process: Process, profile: ProfileName): void {
  if (!oracle.hasLease(process, profile))
    oracle.violated(`process ${process.pid} destroys ${profile} without the lease`);
  if (oracle.world.platform.scripts.has(workerName(app, profile)) || oracle.world.resources.has(profile))
    oracle.violated(`${profile} is called destroyed, and is not gone`);
}

/** What is written down as done is so. */
function checkDone(oracle: Oracle, { result }: EventOf<"effect-done">, run: Run, seen: Witnessed): void {
  const worker = workerName(app, run.profile);
  const { platform } = oracle.world;
  if (result.kind === "shift") {
    if (!sameSplit(platform.live(worker), result.split))
      oracle.violated(`${run.id} has a shift of ${run.profile} done that is not so`);
    return;
  }
  if (result.kind === "apply") {
    const wanted = run.intended?.kind === "apply" ? run.intended.after : result.triggers;
    if (!areThere(platform.scripts.get(worker)?.triggers, wanted))
      oracle.violated(`${run.id} has triggers of ${run.profile} applied that are not there`);
    return;
  }
  seen.servedBefore = oracle.served(run.profile);
  if (oracle.tagOf(run.profile, result.version) !== releaseTag(run.release, run.digest))
    oracle.violated(`${run.id} has a version that is not ${run.release}'s`);
  const before = mainVersion(result.before);
  if (!before || oracle.tagOf(run.profile, before) !== seen.servedBefore)
    oracle.violated(`${run.id} found traffic on ${run.profile} that was not so`);
}

/** A run that reaches a gate is the only one there, but for newer releases and for the run that owns the profile. */
function checkSuperseded({ runs, state, violated }: Oracle, run: Run): void {
  for (const { id, profile, release, state: now } of state.runs.values()) {
    const isOvertaken = releaseNumber(release) <= releaseNumber(run.release) && !runs.get(id)?.hasTouched;
    if (id !== run.id && profile === run.profile && now.kind === "waiting" && isOvertaken)
      violated(`${id} still waits at a gate that ${run.id} has reached`);
  }
}

/** A release that was stopped has given back what it took. */
function checkGivenBack(oracle: Oracle, run: Run, { servedBefore }: Witnessed): void {
  if (run.kind === "rollback" || servedBefore === null) return;
  if (oracle.served(run.profile) !== servedBefore)
    oracle.violated(`${run.id} ends without giving ${run.profile} back to ${servedBefore}`);
}

function checkSuccess(oracle: Oracle, run: Run, seen: Witnessed): void {
  const open = run.steps.filter((step) => step.kind === "gate" && !seen.gatesPassed.has(step.name));
  if (open.length > 0 || seen.hasFailedGate) oracle.violated(`${run.id} succeeds with gates not passed`);
  if (releaseServed(oracle, run.profile)?.name !== run.release)
    oracle.violated(`${run.id} succeeds, but ${run.release} does not serve ${run.profile}`);
}

function releaseServed(oracle: Oracle, profile: ProfileName) {
  return oracle.world.candidates.get(oracle.served(profile) ?? "");
}
