import type { Holder } from "../ledger/event.ts";
import { Ledger } from "../ledger/ledger.ts";
import { writeState } from "../ledger/snapshot.ts";
import { PlatformError } from "../platform/platform-error.ts";
import type { Engine } from "../runner/delivery.ts";
import type { Progress } from "../runner/progress.ts";
import { app, type Candidate, config } from "./app.ts";
import { SimulatedClock } from "./clock.ts";
import { Crash, type EffectName, type Fault } from "./fault.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { SimulatedLedgerStore } from "./ledger-store.ts";
import { Oracle } from "./oracle.ts";
import { SimulatedPlatform } from "./platform.ts";
import { ledgerPort, migrationsPort, platformPort, probePort } from "./ports.ts";
import { SimulatedProvisioner } from "./provisioner.ts";
import type { Random } from "./random.ts";
import type { Turns } from "./turns.ts";

/** One start of the kit, somewhere. */
export interface Process extends Holder {
  isDead: boolean;
  /** Nothing goes wrong for it. */
  isSpared: boolean;
}

const latency = 40;
const timeout = 30_000;
/** More than any story takes that comes to an end. */
const tooManySteps = 3000;
export const longerThanALease = 11 * 60_000;

const silent: Progress = { during: (_, work) => work(), note: () => {}, fault: () => {} };

/** All there is: an account at Cloudflare, a ledger, time, processes, and what goes wrong between them. */
export class World {
  readonly clock: SimulatedClock;
  readonly platform: SimulatedPlatform;
  readonly store: SimulatedLedgerStore;
  /** How each release would do, by its tag. */
  readonly candidates: Map<string, Candidate>;
  /** What alchemy made at a profile, and whether it still knows. */
  readonly resources: Map<string, "made" | "known">;
  readonly oracle: Oracle;
  readonly random: Random;
  readonly faults: FaultPlan;
  turns: Turns | undefined;
  /** What somebody else does, when chance lets them in between. */
  somebodyElse: (() => Promise<void>) | undefined;
  /** How many candidates were ever made, released or not. */
  candidatesMade: number;
  readonly #processes: Process[];
  #steps = 0;
  #underWay = 0;

  constructor(random: Random, faults: FaultPlan, from?: World) {
    this.random = random;
    this.faults = faults;
    this.clock = new SimulatedClock(from?.clock.time ?? Date.UTC(2026, 0, 1));
    this.platform = new SimulatedPlatform(from?.platform);
    this.store = new SimulatedLedgerStore(from?.store);
    this.candidates = new Map(from?.candidates);
    this.candidatesMade = from?.candidatesMade ?? 0;
    this.resources = new Map(from?.resources);
    this.#processes = from ? [...from.#processes] : [];
    this.oracle = new Oracle(this, from?.oracle);
  }

  /** A new process of a person on a machine; only processes of the same machine can be seen to be dead. */
  start(who: string, host: string, isSpared = false): Process {
    const process = { who, host, pid: 1000 + this.#processes.length, isDead: false, isSpared };
    this.#processes.push(process);
    return process;
  }

  /** Whether a holder's process has crashed or ended. */
  isDead({ pid }: Holder): boolean {
    return this.#processes[pid - 1000]?.isDead ?? true;
  }

  /** Keeps what has been so far, as the kit does now and then, so that no runner reads it all again. */
  async keepSnapshot(): Promise<void> {
    const last = this.store.rows(app).at(-1);
    if (last)
      await this.store.save(app, { seq: last.seq, hash: last.hash, body: writeState(this.oracle.state) });
  }

  /** The engine as that process opens it. */
  async engine(process: Process): Promise<Engine> {
    const { clock } = this;
    const { who, host, pid } = process;
    const ledger = ledgerPort(this, process);
    return {
      app: { name: app, config },
      ledger: await Ledger.open(app, ledger, { by: who, now: clock.now }, ledger),
      platform: platformPort(this, process),
      provisioner: new SimulatedProvisioner(this, process),
      migrations: migrationsPort(this, process),
      probe: probePort(this, process),
      clock,
      holder: { who, host, pid },
      isGone: (holder) => holder.host === host && this.isDead(holder),
      progress: silent,
    };
  }

  /**
   * Lets a process ask or change something, with whatever goes wrong about it.
   * @param stale what would be answered by a part of the world that has not heard of the last change
   */
  async effect<T>(process: Process, name: EffectName, act: () => Promise<T>, stale?: () => T): Promise<T> {
    if (process.isDead) throw new Crash("this process is dead");
    this.#steps += 1;
    if (this.#steps > tooManySteps) {
      this.oracle.violated("the story does not end");
      process.isDead = true;
      throw new Crash("the story does not end");
    }
    this.clock.pass(latency);
    const fault = process.isSpared ? undefined : this.faults.strike(name);
    if (fault?.side === "before") {
      if (fault.kind === "stale read" && stale) return stale();
      await this.#befall(process, fault);
    }
    const answer = await act();
    await this.turns?.next(process);
    if (fault?.side === "after") await this.#befall(process, fault);
    return answer;
  }

  /** Does something that is over before any lease is. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  /**
   * Lets so much time pass that whoever waits for an answer finds the lease gone. Only while nothing is under
   * way: a request ends within its time-out, and a provisioning, so it is assumed, within a lease.
   */
  sleepThroughALease(): void {
    if (this.#underWay === 0) this.clock.pass(longerThanALease);
  }

  async #befall(process: Process, { effect, kind, side }: Fault): Promise<void> {
    switch (kind) {
      case "crash":
        process.isDead = true;
        throw new Crash(`${side} ${effect}`);
      case "time-out":
        this.clock.pass(timeout);
        throw new PlatformError(`${effect} timed out`, { passing: true });
      case "429":
        throw new PlatformError(`${effect}: too many requests`, {
          passing: true,
          retryAfter: this.random.pick([1000, 60_000, longerThanALease]),
        });
      case "5xx":
        throw new PlatformError(`${effect}: internal error`, { passing: true });
      case "another runner":
        if (side === "after" && this.random.chance(0.5)) this.sleepThroughALease();
        await this.during(async () => this.somebodyElse?.());
        return;
      case "stale read":
        return;
    }
  }
}
