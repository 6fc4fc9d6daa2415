import { isLocked } from "../instance/lock.ts";
import { type Status, statusOf } from "../instance/running.ts";

const INTERVAL = 10;
const PATIENCE = 10_000;

/** Waits until the emulator of a folder answers. @returns the status at the end, running or not */
export async function untilReady(dir: string): Promise<Status> {
  await until(() => statusOf(dir).running);
  return statusOf(dir);
}

/** Waits until no emulator holds the folder. @returns whether that came true */
export async function untilFree(dir: string): Promise<boolean> {
  await until(() => !isLocked(dir));
  return !isLocked(dir);
}

/** Waits until something is so, or patience ends. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!condition() && Date.now() < deadline) await Bun.sleep(INTERVAL);
}
