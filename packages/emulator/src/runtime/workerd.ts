import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import workerd from "workerd";
import { z } from "zod";
import { configFile, type Value } from "./capnp.ts";
import { readable } from "./log-line.ts";
import type { Watchdog } from "./watchdog.ts";

/** workerd would not start: its configuration, or the code in it, is wrong. The message is workerd's own. */
export class WorkerdRefused extends Error {
  override name = "WorkerdRefused";
}

/** Where a process listens: on a free port of 127.0.0.1, or at the path of a Unix socket. */
export interface WorkerdSocket {
  name: string;
  service: Value;
  path?: string;
  /** More of how it speaks HTTP: fields of workerd's `HttpOptions`. */
  http?: { readonly [field: string]: Value };
}

/** What a process runs: fields of workerd's `Config`. */
export interface WorkerdConfig {
  services: readonly Value[];
  sockets: readonly WorkerdSocket[];
  extensions?: readonly Value[];
}

export interface WorkerdOptions {
  /** Names the process in its configuration file and in the log. */
  name: string;
  config: WorkerdConfig;
  /** Path of a Unix socket by which other processes call this one's entrypoints. */
  debugSocket?: string;
  /** Folder of the configuration file: what it embeds is relative to this. Only this user may read it. */
  folder: string;
  watchdog: Watchdog;
  /** A line that a Worker logged, or workerd said. */
  log: (line: string) => void;
}

/** In milliseconds. */
const EXIT_NOTICE = 200;

const ControlMessage = z.object({ event: z.literal("listen"), socket: z.string(), port: z.number() });

/** One running workerd. */
export class Workerd {
  /** Of the socket that is on one. */
  readonly port: number;
  /** What workerd said while it started. */
  readonly warnings: readonly string[];
  /** Resolves once the process is gone. */
  readonly exited: Promise<void>;
  readonly #process: ChildProcess;

  private constructor({ child, port, warnings, exited }: Awaited<ReturnType<typeof launch>>) {
    this.#process = child;
    this.port = port;
    this.warnings = warnings;
    this.exited = exited;
  }

  /**
   * Starts workerd and waits until it listens.
   * @throws WorkerdRefused when it exits instead
   */
  static async start(options: WorkerdOptions): Promise<Workerd> {
    const file = join(options.folder, `${options.name}.${crypto.randomUUID()}.capnp`);
    writeFileSync(file, configFile(written(options.config)), { mode: 0o600 });
    try {
      return new Workerd(await launch(file, options));
    } finally {
      // workerd has read it, and secrets are in it.
      rmSync(file, { force: true });
    }
  }

  /** Whether the process is gone. Its sockets close a moment before the system says so, so this waits that long. */
  hasExited(): Promise<boolean> {
    const gone = this.exited.then(() => true);
    return Promise.race([gone, Bun.sleep(EXIT_NOTICE).then(() => false)]);
  }

  /** Lets requests in flight end, takes no new ones, and goes. */
  async drain(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.exited;
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.exited;
  }
}

function written({ services, sockets, extensions = [] }: WorkerdConfig): Value {
  return {
    services,
    extensions,
    sockets: sockets.map(({ name, service, path, http = {} }) => ({
      name,
      service,
      http,
      address: path === undefined ? "127.0.0.1:0" : `unix:${path}`,
    })),
  };
}

async function launch(file: string, options: WorkerdOptions) {
  const debug = options.debugSocket === undefined ? [] : [`--debug-port=unix:${options.debugSocket}`];
  // Experimental is what lets one process call another's entrypoints.
  const serve = ["serve", "--experimental", ...debug, "--control-fd=3", file];
  const { command, args } = options.watchdog.watched(workerd, serve);
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { TZ: "UTC" },
    // Its own process group: Ctrl-C in a terminal reaches the emulator, which then ends it in good order.
    detached: true,
  });
  const exited = ended(child);
  const { pid } = child;
  if (pid !== undefined) void exited.then(() => options.watchdog.unwatch(pid));
  void exited.then(() => removeSockets(options));

  const complaints: string[] = [];
  let started = false;
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on("line", (raw) => {
      const line = readable(raw);
      if (line === undefined) return;
      if (started) options.log(line);
      else complaints.push(line);
    });
  }

  const port = await Promise.race([
    listening(child, options.config.sockets.length + debug.length),
    exited.then(() => undefined),
  ]);
  if (port === undefined) throw new WorkerdRefused(complaints.join("\n") || "workerd exited without a word");
  started = true;
  for (const line of complaints) options.log(line);
  return { child, port, warnings: complaints, exited };
}

/** workerd leaves them lying. */
function removeSockets({ debugSocket, config }: WorkerdOptions): void {
  for (const path of [debugSocket, ...config.sockets.map((socket) => socket.path)]) {
    if (path !== undefined) rmSync(path, { force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  // `close` and not `exit`: only then have its last words been read.
  await once(child, "close").catch(() => undefined);
}

/** @returns the port, once all sockets are open */
async function listening(child: ChildProcess, sockets: number): Promise<number> {
  const control = child.stdio[3];
  if (!(control instanceof Readable)) throw new Error("workerd was started without a control pipe");
  const { promise, resolve } = Promise.withResolvers<number>();
  const ports: number[] = [];
  createInterface(control).on("line", (line) => {
    ports.push(ControlMessage.parse(JSON.parse(line)).port);
    // Unix sockets are reported with port 0.
    if (ports.length === sockets) resolve(Math.max(...ports));
  });
  return promise;
}
