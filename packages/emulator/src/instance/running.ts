import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readJson, writeJson } from "./json-file.ts";
import { isLocked } from "./lock.ts";

/** Where a running emulator is, and what it wants to be told: `kit-emulator status --json`. */
export interface RunningStatus {
  running: true;
  apiUrl: string;
  workersUrl: string;
  token: string;
  accountId: string;
  dir: string;
}

export interface StoppedStatus {
  running: false;
  apiUrl: null;
  workersUrl: null;
  token: null;
  accountId: null;
  dir: string;
}

export type Status = RunningStatus | StoppedStatus;

const FILE = "running.json";

/** Tells others where this emulator is, once it answers. */
export function announceRunning(status: RunningStatus): void {
  writeJson(join(status.dir, FILE), { ...status, pid: process.pid });
}

/** Takes back what `announceRunning` said, or what an emulator that was killed left standing. */
export function withdrawRunning(dir: string): void {
  rmSync(join(dir, FILE), { force: true });
}

/** What runs on a folder, if it is ready. */
export function statusOf(dir: string): Status {
  const found = readRunning(dir);
  if (!found) {
    return {
      running: false,
      apiUrl: null,
      workersUrl: null,
      token: null,
      accountId: null,
      dir: resolve(dir),
    };
  }
  const { pid: _, ...status } = found;
  return status;
}

/** The process id of the emulator on a folder. */
export function runningPid(dir: string): number | undefined {
  return readRunning(dir)?.pid;
}

function readRunning(dir: string): (RunningStatus & { pid: number }) | undefined {
  const found = readJson(join(dir, FILE));
  return isRunning(found) && isLocked(dir) ? found : undefined;
}

function isRunning(value: unknown): value is RunningStatus & { pid: number } {
  return (
    typeof value === "object" &&
    value !== null &&
    "running" in value &&
    value.running === true &&
    "pid" in value &&
    typeof value.pid === "number" &&
    ["apiUrl", "workersUrl", "token", "accountId", "dir"].every(
      (field) => typeof Reflect.get(value, field) === "string",
    )
  );
}
