import type { AppConfig } from "../config/index.ts";
import { heartbeat } from "../engine/lease.ts";
import { PlatformError } from "../engine/platform-error.ts";
import type { Clock } from "../engine/ports/clock.ts";
import type { Engine } from "../engine/ports/engine.ts";
import type { Progress } from "../engine/ports/progress.ts";
import { patientStore } from "../engine/retrying-store.ts";
import type { Holder } from "../ledger/event.ts";
import { Ledger } from "../ledger/ledger.ts";
import { writeState } from "../ledger/snapshot.ts";
import { app, type Candidate, defaultConfig } from "./app.ts";
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
  /** Beats while it does something that may take long. */
  heart?: (() => Promise<void>) | undefined;
}

const latency = 40;
const timeout = 30_000;
/** More than any story takes that comes to an end. */
const tooManySteps = 3000;
export const longerThanALease = 11 * 60_000;

const silent: Progress = { during: (_, work) => work(), note: () => {}, fault: () => {} };

/** All there is: an account at Cloudflare, a ledger, time, processes, and what goes wrong between them. */
export class World {
  readonly config: AppConfig;
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
  /** Those who have asked something of the ledger and wait for the answer. */
  readonly #atLedger = new Set<Process>();
  #steps = 0;
  #underWay = 0;

  /** @param config the app's pipeline, where the world does not start from another */
  constructor(random: Random, faults: FaultPlan, from?: World, config: AppConfig = defaultConfig) {
    this.config = from?.config ?? config;
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
    const { now } = this.clock;
    const { who, host, pid } = process;
    const clock = this.#clockOf(process);
    const ledger = patientStore(ledgerPort(this, process), {
      clock: { sleep: (milliseconds) => this.atLedger(process, () => clock.sleep(milliseconds)) },
      progress: silent,
    });
    return {
      app: { name: app, config: this.config },
      ledger: await Ledger.open(app, ledger, { by: who, now }, ledger),
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

  /** Time that somebody spends waiting or working: the hearts of all who do something long beat meanwhile. */
  async spend(milliseconds: number): Promise<void> {
    const end = this.clock.time + milliseconds;
    while (this.clock.time < end) {
      this.clock.pass(Math.min(heartbeat, end - this.clock.time));
      for (const process of this.#processes) await this.#beat(process);
    }
  }

  /** At once, whoever's turn it is, unless the process has the ledger's answer to wait for first. */
  async #beat(process: Process): Promise<void> {
    const { heart } = process;
    if (!heart || process.isDead || this.#atLedger.has(process)) return;
    const { turns } = this;
    this.turns = undefined;
    await heart();
    this.turns = turns;
  }

  /** The clock as a process has it. Its heart is still as soon as it is dead or has done what it did. */
  #clockOf(process: Process): Clock {
    return {
      now: this.clock.now,
      sleep: (milliseconds) => this.spend(milliseconds),
      beating: async (_, beat, work) => {
        process.heart = beat;
        try {
          return await work();
        } finally {
          process.heart = undefined;
        }
      },
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

  /** Has a process wait for the ledger, which takes its questions one after the other. */
  async atLedger<T>(process: Process, wait: () => Promise<T>): Promise<T> {
    this.#atLedger.add(process);
    try {
      return await wait();
    } finally {
      this.#atLedger.delete(process);
    }
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
   * Lets so much time pass that whoever waits for an answer finds the lease gone, as in a closed laptop: no
   * heart beats. Only while nothing is under way: a request ends within its time-out, and a provisioning that
   * a laptop's sleep interrupts may go on afterwards before anything could stop it.
   */
  sleepThroughALease(): void {
    this.passWhileQuiet(longerThanALease);
  }

  /** Lets time pass, unless a request is under way: that ends within its time-out. */
  passWhileQuiet(milliseconds: number): void {
    if (this.#underWay === 0) this.clock.pass(milliseconds);
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
