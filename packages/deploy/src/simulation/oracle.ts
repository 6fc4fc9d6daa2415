import type { ProfileName } from "../config/index.ts";
import { workerName } from "../config/index.ts";
import { mainVersion, type Split } from "../core/traffic.ts";
import type { TriggerChange } from "../core/triggers.ts";
import { body } from "../ledger/event.ts";
import { fold } from "../ledger/fold.ts";
import { type AppState, emptyState, profileState } from "../ledger/state.ts";
import type { Digest, RunId, VersionId } from "../names/identity.ts";
import { app, profileOfWorker } from "./app.ts";
import { checkEvent } from "./event-rules.ts";
import { checkShift } from "./shift-rules.ts";
import { checkApply } from "./trigger-rules.ts";
import type { Process, World } from "./world.ts";

/** What the rules need to know of a run beyond what the ledger's state tells. */
export interface Witnessed {
  /** The release that visitors were served when the run found the profile, by its tag, as the platform had it. */
  servedBefore: string | null;
  gatesPassed: Set<string>;
  hasFailedGate: boolean;
  /** One of its effects was intended: it may have changed its profile. */
  hasTouched: boolean;
  /** Number of the run's newest event. */
  lastEvent: number;
}

/**
 * Sees everything from outside: each event as it is written and each shift as it is made, beside what the
 * platform really has. It says when something happens that must never happen.
 */
export class Oracle {
  readonly world: World;
  readonly violations: string[];
  /** What all events so far make, whoever has read them. */
  state: AppState;
  readonly runs: Map<RunId, Witnessed>;
  /** Number of the event by which a digest was found bad. */
  readonly badSince: Map<Digest, number>;
  /** Every release that was ever good in a profile, by both names: what a destroyed profile's ledger forgets. */
  readonly everGood: Set<string>;
  /** Digests that failed a run, and that nobody has called bad yet. */
  readonly owedVerdicts: Set<Digest>;
  /** Releases that a person let through a gate which could not tell how they do, by profile and name. */
  readonly letThrough: Set<string>;
  /** A run has waited for a time. */
  hasWaited = false;
  #read: number;

  constructor(world: World, from?: Oracle) {
    this.world = world;
    this.violations = [...(from?.violations ?? [])];
    this.state = from?.state ?? emptyState;
    this.#read = from ? from.#read : 0;
    this.owedVerdicts = new Set(from?.owedVerdicts);
    this.everGood = new Set(from?.everGood);
    this.letThrough = new Set(from?.letThrough);
    this.badSince = new Map(from?.badSince);
    this.runs = new Map(
      [...(from?.runs ?? [])].map(([id, run]) => [id, { ...run, gatesPassed: new Set(run.gatesPassed) }]),
    );
  }

  violated = (what: string): void => {
    this.violations.push(what);
  };

  /** Looks at what this process has just added to the ledger, if it did, event by event. */
  appended(process: Process): void {
    for (const row of this.world.store.rows(app).slice(this.#read)) {
      const { seq } = row;
      const written = { ...body.parse(JSON.parse(row.body)), seq };
      checkEvent(this, process, written);
      this.state = fold([written], this.state);
      this.hasWaited ||= written.event.type === "gate-evaluated" && written.event.until !== undefined;
      this.#read = seq;
    }
  }

  provisioning(process: Process, profile: ProfileName): void {
    if (!this.holdsLease(process, profile))
      this.violated(`process ${process.pid} provisions ${profile} without the lease`);
  }

  shifting(process: Process, worker: string, split: Split): void {
    checkShift(this, process, profileOfWorker(worker), split);
  }

  applying(process: Process, worker: string, { after }: TriggerChange): void {
    checkApply(this, process, profileOfWorker(worker), after);
  }

  holdsLease(process: Process, profile: ProfileName): boolean {
    const { lease } = profileState(this.state, profile);
    return (
      lease !== null &&
      this.hasLease(process, profile) &&
      new Date(lease.until).getTime() >= this.world.clock.time
    );
  }

  /** Over or not: as long as nobody else has taken it, nothing was written that who has it does not know. */
  hasLease({ pid }: Process, profile: ProfileName): boolean {
    return profileState(this.state, profile).lease?.holder.pid === pid;
  }

  /** The tag of the release that most visitors of a profile get at this moment. */
  served(profile: ProfileName): string | null {
    const main = mainVersion(this.world.platform.live(workerName(app, profile)));
    return main ? this.tagOf(profile, main) : null;
  }

  tagOf(profile: ProfileName, version: VersionId): string | null {
    return this.world.platform.tagOf(workerName(app, profile), version);
  }
}
