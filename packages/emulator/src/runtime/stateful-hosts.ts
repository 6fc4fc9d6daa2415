import { type Home, hostConfig } from "./host-config.ts";
import type { HostServices } from "./host-services.ts";
import type { RunnableVersion } from "./program.ts";
import type { CalledProcess } from "./socket-broker.ts";
import type { StatefulFiles } from "./stateful-files.ts";
import type { StatefulService } from "./stateful-service.ts";
import { Workerd } from "./workerd.ts";

/**
 * How long calls under way may take to end when a Worker's objects get new code, in milliseconds. Those that come
 * meanwhile wait. Cloudflare gives up to five minutes, but can let each object change by itself.
 * Source: developers.cloudflare.com/durable-objects/deployments/durable-objects-code-updates
 */
const GRACE = 5_000;

/** workerd's words for it. */
const MISSING_CLASS = /DurableObjectNamespace .* referenced the class "(.*?)", but no such/;

export interface StatefulHostsOptions {
  host: HostServices;
  files: StatefulFiles;
  /** The version whose code a Worker's stateful services run. */
  version: (script: string) => RunnableVersion | undefined;
  /** The stateful services of a Worker, or of all. */
  services: (script?: string) => StatefulService[];
}

interface Host {
  /** What it was started with, to compare with what is wanted. */
  fingerprint: string;
  workerd: Promise<Workerd>;
  socket: string;
  eventSocket: string;
  /** Calls under way, WebSockets not counted. */
  calls: number;
  /** Told when the last of them has ended. */
  quiet: () => void;
  /** Set once it is to end: resolves when it has. */
  gone?: Promise<void>;
}

/**
 * The processes that run Durable Objects and workflows: one for each Worker that has any, also while two versions serve,
 * so that each object is in one place. When another version is to run them, a new process takes the place of
 * the old one and their WebSockets end, as Cloudflare resets objects on new code.
 */
export class StatefulHosts {
  readonly #options: StatefulHostsOptions;
  readonly #hosts = new Map<string, Host>();

  constructor(options: StatefulHostsOptions) {
    this.#options = options;
  }

  /**
   * The process where a Worker's objects live, started if need be.
   * @param kind WebSockets are not waited for
   */
  async reach(script: string, kind: "calls" | "webSockets"): Promise<CalledProcess> {
    const host = await this.#ready(script);
    // Counted from now on, so that the process does not go while it is waited for.
    if (kind === "calls") host.calls += 1;
    const ended = () => {
      if (kind === "calls") host.calls -= 1;
      if (host.calls === 0) host.quiet();
    };
    await host.workerd.catch((error) => {
      ended();
      throw error;
    });
    return { socket: host.socket, ended };
  }

  /** Brings a Worker's objects to the code and the classes that they are to have now, and deletes what has no class. */
  async settle(script: string): Promise<void> {
    await this.#update(script);
    this.#sweep();
  }

  async #update(script: string): Promise<void> {
    const host = this.#hosts.get(script);
    const home = this.#home(script);
    if (host && (!home || fingerprintOf(home) !== host.fingerprint)) await this.#leave(script, host);
    if (home && (host || this.#isToWake(home))) await this.#ready(script);
  }

  /** Starts what has alarms set or instances to go on with, and forgets what a crash left of deleted classes. */
  async wake(): Promise<void> {
    this.#sweep();
    const scripts = new Set(this.#options.services().map(({ script }) => script));
    await Promise.all([...scripts].map((script) => this.#update(script)));
  }

  /** Has a Worker's objects start anew: what they are bound to has changed. */
  async renew(script: string): Promise<void> {
    const host = this.#hosts.get(script);
    if (!host) return;
    await this.#leave(script, host);
    await this.#update(script);
  }

  /** The stateful services that a Worker has now. */
  services(script: string): StatefulService[] {
    return this.#options.services(script);
  }

  /** Where the emulator can ask a Worker's stateful services: a Unix socket, whose process runs. */
  async eventSocket(script: string): Promise<string> {
    const host = await this.#ready(script);
    await host.workerd;
    return host.eventSocket;
  }

  /**
   * The classes that stateful services are to have and a version lacks. Found by trying, on no data.
   * @throws WorkerdRefused when it does not start with them
   */
  async missing(version: RunnableVersion, stateful: readonly StatefulService[]): Promise<string[]> {
    const { host } = this.#options;
    const trial = await Workerd.start({
      name: `${version.script}.trial`,
      config: hostConfig({ version, stateful }, host.sockets.path(), "none", host),
      folder: host.runFolder,
      watchdog: host.watchdog,
      log: () => undefined,
    });
    await trial.kill();
    return trial.warnings.flatMap((warning) => MISSING_CLASS.exec(warning)?.[1] ?? []);
  }

  async close(): Promise<void> {
    const hosts = [...this.#hosts.values()];
    this.#hosts.clear();
    await Promise.all(
      hosts.map(({ workerd }) => workerd.then((process) => process.kill()).catch(() => undefined)),
    );
  }

  async #ready(script: string): Promise<Host> {
    for (;;) {
      const host = this.#hosts.get(script);
      if (!host) return this.#start(script);
      if (!host.gone) return host;
      await host.gone;
    }
  }

  #start(script: string): Host {
    const home = this.#home(script);
    if (!home) throw new Error(`${script} has no Durable Objects.`);
    const { host: services, files } = this.#options;
    const socket = services.sockets.path();
    const eventSocket = services.sockets.path();
    const workerd = Workerd.start({
      name: `${script}.objects`,
      config: hostConfig(home, eventSocket, files, services),
      debugSocket: socket,
      folder: services.runFolder,
      watchdog: services.watchdog,
      log: (line) => services.log(`[${script} objects] ${line}`),
    });
    const fingerprint = fingerprintOf(home);
    const host: Host = { fingerprint, workerd, socket, eventSocket, calls: 0, quiet: () => undefined };
    this.#hosts.set(script, host);
    const forget = () => {
      if (this.#hosts.get(script) === host) this.#hosts.delete(script);
    };
    workerd.then((process) => process.exited.then(forget), forget);
    workerd.then(() => this.#resume(home, eventSocket)).catch(() => undefined);
    return host;
  }

  /** Lets stateful services go on that had not ended what they were doing when their last process ended. */
  async #resume({ stateful }: Home, eventSocket: string): Promise<void> {
    for (const { resume } of stateful) await resume?.(this.#options.files, eventSocket);
  }

  /** Whether any of them does something unasked, for which the process must be there. */
  #isToWake({ stateful }: Home): boolean {
    return stateful.some(({ isToWake }) => isToWake(this.#options.files));
  }

  #home(script: string): Home | undefined {
    const version = this.#options.version(script);
    const stateful = this.#options.services(script);
    return version && stateful.length > 0 ? { version, stateful } : undefined;
  }

  /** Deletes what is kept for services that are no more. */
  #sweep(): void {
    this.#options.files.sweep(new Set(this.#options.services().map(({ id }) => id)));
  }

  #leave(script: string, host: Host): Promise<void> {
    host.gone ??= (async () => {
      if (host.calls > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        host.quiet = resolve;
        const timer = setTimeout(resolve, GRACE);
        await promise;
        clearTimeout(timer);
      }
      await host.workerd.then((process) => process.kill()).catch(() => undefined);
      if (this.#hosts.get(script) === host) this.#hosts.delete(script);
    })();
    return host.gone;
  }
}

function fingerprintOf({ version, stateful }: Home): string {
  return JSON.stringify([version.id, ...stateful.map(({ fingerprint }) => fingerprint)]);
}
