import type { ObjectNamespace } from "../products/durable-objects/store/namespaces.ts";
import type { Version } from "../products/workers/store/versions.ts";
import { askWorkflow } from "../products/workflows/engine/ask.ts";
import type { Workflow } from "../products/workflows/store/workflows.ts";
import type { Destination } from "./exchange.ts";
import type { ObjectDisk } from "./host-config.ts";
import type { ObjectFiles } from "./object-files.ts";
import type { Sockets } from "./sockets.ts";
import type { Watchdog } from "./watchdog.ts";
import { Workerd, type WorkerdConfig } from "./workerd.ts";

/**
 * How long calls under way may take to end when a Worker's objects get new code, in milliseconds. Those that come
 * meanwhile wait. Cloudflare gives up to five minutes, but can let each object change by itself.
 * Source: developers.cloudflare.com/durable-objects/deployments/durable-objects-code-updates
 */
const GRACE = 5_000;

/** workerd's words for it. */
const MISSING_CLASS = /DurableObjectNamespace .* referenced the class "(.*?)", but no such/;

/** What the objects of a Worker are to be: which version's code, which classes. */
export interface Home {
  version: Version;
  namespaces: readonly ObjectNamespace[];
  workflows: readonly Workflow[];
}

export interface ObjectHostsOptions {
  files: ObjectFiles;
  /** @returns undefined for a Worker without Durable Objects */
  home: (script: string) => Home | undefined;
  config: (home: Home, eventSocket: string, disk: ObjectDisk) => WorkerdConfig;
  runFolder: string;
  sockets: Sockets;
  watchdog: Watchdog;
  log: (line: string) => void;
}

interface Host {
  /** What it was started with, to compare with what is wanted. */
  likeness: string;
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
 * The processes in which Durable Objects live: one for each Worker that has any, whatever number of its versions
 * serve, so that each object is in one place. When another version is to run them the process makes way for a new
 * one, as Cloudflare resets objects on new code; their WebSockets end with it, as there.
 */
export class ObjectHosts {
  readonly #options: ObjectHostsOptions;
  readonly #hosts = new Map<string, Host>();

  constructor(options: ObjectHostsOptions) {
    this.#options = options;
  }

  /**
   * The process where a Worker's objects live, started if need be.
   * @param kind WebSockets are not waited for
   */
  async reach(script: string, kind: "calls" | "webSockets"): Promise<Destination> {
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
    const host = this.#hosts.get(script);
    const home = this.#options.home(script);
    if (host && (!home || likenessOf(home) !== host.likeness)) await this.#leave(script, host);
    if (home && (host || this.#isToWake(home))) await this.#ready(script);
  }

  /** Has a Worker's objects start anew: what they are bound to has changed. */
  async renew(script: string): Promise<void> {
    const host = this.#hosts.get(script);
    if (!host) return;
    await this.#leave(script, host);
    await this.settle(script);
  }

  /**
   * Asks of a Worker's workflows: see `workers/workflow-door.js`.
   * @throws WorkflowRefused with the engine's words
   */
  async ask(script: string, question: object): Promise<unknown> {
    const host = await this.#ready(script);
    await host.workerd;
    return askWorkflow(host.eventSocket, question);
  }

  /** The classes that a home is to have and its version lacks. Found by trying, on no data. */
  async missing(home: Home): Promise<string[]> {
    const { runFolder, watchdog, sockets } = this.#options;
    const trial = await Workerd.start({
      name: `${home.version.script}.trial`,
      config: this.#options.config(home, sockets.path(), "none"),
      folder: runFolder,
      watchdog,
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
    const home = this.#options.home(script);
    if (!home) throw new Error(`${script} has no Durable Objects.`);
    const socket = this.#options.sockets.path();
    const eventSocket = this.#options.sockets.path();
    const workerd = Workerd.start({
      name: `${script}.objects`,
      config: this.#options.config(home, eventSocket, this.#options.files),
      debugSocket: socket,
      folder: this.#options.runFolder,
      watchdog: this.#options.watchdog,
      log: (line) => this.#options.log(`[${script} objects] ${line}`),
    });
    const likeness = likenessOf(home);
    const host: Host = { likeness, workerd, socket, eventSocket, calls: 0, quiet: () => undefined };
    this.#hosts.set(script, host);
    const forget = () => {
      if (this.#hosts.get(script) === host) this.#hosts.delete(script);
    };
    workerd.then((process) => process.exited.then(forget), forget);
    workerd.then(() => this.#resume(home, eventSocket)).catch(() => undefined);
    return host;
  }

  /** Lets workflow instances go on that were under way when their last process ended. */
  async #resume({ workflows }: Home, eventSocket: string): Promise<void> {
    for (const { id, name } of workflows) {
      const objects = this.#options.files.unfinished(id);
      await askWorkflow(eventSocket, { workflow: name, ask: "resume", objects });
    }
  }

  /** Whether there are alarms, or instances of workflows that have not ended, for which the process must be there. */
  #isToWake({ namespaces, workflows }: Home): boolean {
    const { files } = this.#options;
    return (
      namespaces.some(({ id }) => files.hasAlarms(id)) ||
      workflows.some(({ id }) => files.unfinished(id).length > 0)
    );
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

function likenessOf({ version, namespaces, workflows }: Home): string {
  return JSON.stringify([version.id, namespaces, workflows]);
}
