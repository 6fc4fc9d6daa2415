import { mkdirSync, realpathSync } from "node:fs";
import { type Identity, loadIdentity, saveIdentity } from "../instance/identity.ts";
import { takeLock } from "../instance/lock.ts";
import { announceRunning, type RunningStatus, withdrawRunning } from "../instance/running.ts";
import { openCloud } from "./cloud.ts";
import { serveEmulator } from "./http-server.ts";

/** Taken when it is free and no other was asked for. */
export const DEFAULT_PORT = 8787;

export interface EmulatorOptions {
  /** Where everything is kept. Made if it is not there. */
  dir: string;
  /** Exactly this port. Otherwise the one this folder last had, 8787, or any that is free. */
  port?: number;
  /** What Workers log, and what goes wrong. */
  log?: (line: string) => void;
}

export interface Emulator {
  /** Base of Cloudflare's API: `http://127.0.0.1:PORT/client/v4`. */
  apiUrl: string;
  /** `http://localhost:PORT`; a Worker answers at `http://<worker>.localhost:PORT`. */
  workersUrl: string;
  token: string;
  accountId: string;
  dir: string;
  /** Asks a Worker, as its address would: `fetch("shop-staging", "/api/health")`. */
  fetch(worker: string, path: string, init?: BunFetchRequestInit): Promise<Response>;
  /** Resolves if the storage process ends on its own: the emulator cannot go on. */
  broken: Promise<void>;
  /** Stops it, and every workerd of its. */
  close(): Promise<void>;
}

/** The folder has an emulator already, or the port that was asked for is taken. */
export class EmulatorRefused extends Error {
  override name = "EmulatorRefused";
}

/**
 * Starts Cloudflare on this machine.
 * @throws EmulatorRefused when the folder is in use, or the port
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const log = options.log ?? (() => undefined);
  // What was opened is closed in reverse, at the end or when the start fails half way.
  await using opened = new AsyncDisposableStack();
  const dir = claim(options.dir, opened);
  const identity = loadIdentity(dir);
  const { api, gateway, broken } = await openCloud({ dir, identity, log }, opened);

  const server = listen(options.port, identity, (port) => serveEmulator({ port, api, gateway, log }));
  opened.defer(() => server.stop(true));
  const port = server.port ?? 0;
  saveIdentity(dir, { ...identity, port });
  const status = statusAt(dir, port, identity);
  announceRunning(status);
  opened.defer(() => withdrawRunning(dir));

  const running = opened.move();
  return {
    ...status,
    broken,
    fetch: (worker, path, init) => fetch(`http://${worker}.localhost:${port}${path}`, init),
    close: () => running.disposeAsync(),
  };
}

/** Makes the folder this emulator's own. @returns its real path */
function claim(folder: string, opened: AsyncDisposableStack): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const dir = realpathSync(folder);
  const lock = takeLock(dir);
  if (!lock) throw new EmulatorRefused(`An emulator is already running on ${dir}.`);
  opened.defer(() => lock.release());
  withdrawRunning(dir);
  return dir;
}

function statusAt(dir: string, port: number, { token, accountId }: Identity): RunningStatus {
  return {
    running: true,
    apiUrl: `http://127.0.0.1:${port}/client/v4`,
    workersUrl: `http://localhost:${port}`,
    token,
    accountId,
    dir,
  };
}

/**
 * Listens on the first port that is free.
 * @throws EmulatorRefused when a port was asked for and is taken
 */
function listen<T>(asked: number | undefined, { port: last }: Identity, serve: (port: number) => T): T {
  const candidates = asked === undefined ? [last ?? DEFAULT_PORT, DEFAULT_PORT, 0] : [asked];
  for (const port of candidates) {
    try {
      return serve(port);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    }
  }
  throw new EmulatorRefused(`Port ${asked} is taken. Start with another --port, or with none.`);
}
