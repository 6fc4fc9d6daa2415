import type { HostServices } from "./host-services.ts";
import type { RunnableVersion } from "./program.ts";
import { programConfig } from "./program-config.ts";
import type { CalledProcess } from "./socket-broker.ts";
import { Workerd } from "./workerd.ts";

/** How long a version that no deployment holds goes on running after it was last asked for, in milliseconds. */
const LINGER = 10_000;
/** How long a process that is leaving still takes requests, in milliseconds. */
const GRACE = 1_000;
/**
 * How long what was given to `waitUntil` may go on after the answer, in milliseconds.
 * Source: developers.cloudflare.com/workers/runtime-apis/context
 */
const AFTERMATH = 30_000;
/** How many may be given that time at once. */
const MOST_LEAVING = 12;
/** How many versions that no deployment holds may go on running. */
const MOST_LINGERING = 4;

interface Running {
  version: RunnableVersion;
  workerd: Promise<Workerd>;
  /** By which other processes call its entrypoints. */
  socket: string;
  /** By which the emulator tells it of events. */
  eventSocket: string;
  /** Such calls, and events, under way. */
  calls: number;
  lastAsked: number;
  /** When it last had something to do for somebody; what it has for `waitUntil` since, nobody can tell. */
  lastBusy: number;
}

/**
 * The workerd processes that run Workers: one a version, so that an upload or a shift of traffic touches nothing
 * that is serving. Started when first asked for; a deployed version goes on running, any other goes when idle.
 */
export class Fleet {
  readonly #host: HostServices;
  readonly #isDeployed: (version: RunnableVersion) => boolean;
  readonly #running = new Map<string, Running>();
  readonly #leaving = new Set<Running>();
  readonly #sweeper: ReturnType<typeof setInterval>;

  /** @param isDeployed whether a version is in its script's current deployment */
  constructor(host: HostServices, isDeployed: (version: RunnableVersion) => boolean) {
    this.#host = host;
    this.#isDeployed = isDeployed;
    this.#sweeper = setInterval(() => this.#sweep(), LINGER / 4);
    this.#sweeper.unref();
  }

  /**
   * The process that runs a version, started if need be.
   * @throws WorkerdRefused when the version's code does not start
   */
  run(version: RunnableVersion): Promise<Workerd> {
    return this.#ask(version).workerd;
  }

  /**
   * The process that runs a version, for a request.
   * @throws WorkerdRefused when the version's code does not start
   */
  serve(version: RunnableVersion): Promise<Workerd> {
    const running = this.#ask(version);
    running.lastBusy = Date.now();
    return running.workerd;
  }

  /** The process that runs a version, for a call of one of its entrypoints. */
  async reach(version: RunnableVersion): Promise<CalledProcess> {
    const { running, ended } = await this.#call(version);
    return { socket: running.socket, ended };
  }

  /** Tells a version of an event: see `workers/events.js`. */
  async tell(version: RunnableVersion, kind: string, event: unknown): Promise<Response> {
    const { running, ended } = await this.#call(version);
    try {
      return await fetch(`http://worker/${kind}`, {
        unix: running.eventSocket,
        method: "POST",
        body: JSON.stringify(event),
      });
    } finally {
      ended();
    }
  }

  /** Has the process run until `ended` is called. */
  async #call(version: RunnableVersion): Promise<{ running: Running; ended: () => void }> {
    const running = this.#ask(version);
    running.calls += 1;
    const ended = () => {
      running.calls -= 1;
      running.lastAsked = Date.now();
      running.lastBusy = Date.now();
    };
    await running.workerd.catch((error) => {
      ended();
      throw error;
    });
    return { running, ended };
  }

  #ask(version: RunnableVersion): Running {
    const known = this.#running.get(version.id);
    if (known) {
      known.lastAsked = Date.now();
      return known;
    }
    const socket = this.#host.sockets.path();
    const eventSocket = this.#host.sockets.path();
    const workerd = Workerd.start({
      name: `${version.script}.${version.id}`,
      config: programConfig(version.program(new Map()), eventSocket, this.#host),
      debugSocket: socket,
      folder: this.#host.runFolder,
      watchdog: this.#host.watchdog,
      log: (line) => this.#host.log(`[${version.script} ${version.id.slice(0, 8)}] ${line}`),
    });
    const running = { version, workerd, socket, eventSocket, calls: 0, lastAsked: Date.now(), lastBusy: 0 };
    this.#running.set(version.id, running);
    const forget = () => {
      if (this.#running.get(version.id) === running) this.#running.delete(version.id);
    };
    workerd.then((process) => process.exited.then(forget), forget);
    this.#sweep();
    return running;
  }

  /** Lets processes end what they are doing, and stops them. A version that is asked for again gets a new one. */
  retire(isMeant: (version: RunnableVersion) => boolean): void {
    for (const running of this.#running.values()) {
      if (isMeant(running.version)) this.#leave(running);
    }
  }

  /** Ends every process at once. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    const all = [...this.#running.values(), ...this.#leaving];
    this.#running.clear();
    await Promise.all(
      all.map(({ workerd }) =>
        workerd.then(
          (process) => process.kill(),
          () => undefined,
        ),
      ),
    );
  }

  #sweep(): void {
    const idle = [...this.#running.values()]
      .filter(({ version, calls }) => calls === 0 && !this.#isDeployed(version))
      .sort((a, b) => b.lastAsked - a.lastAsked);
    idle.forEach((running, rank) => {
      if (rank >= MOST_LINGERING || Date.now() - running.lastAsked > LINGER) this.#leave(running);
    });
  }

  #leave(running: Running): void {
    this.#running.delete(running.version.id);
    this.#leaving.add(running);
    // Whoever was handed this process a moment ago may not have connected yet; and there is what was not waited for.
    const rest = this.#leaving.size > MOST_LEAVING ? 0 : running.lastBusy + AFTERMATH - Date.now();
    const timer = setTimeout(
      async () => {
        const process = await running.workerd.catch(() => undefined);
        await process?.drain();
        this.#leaving.delete(running);
      },
      Math.max(GRACE, rest),
    );
    timer.unref();
  }
}
