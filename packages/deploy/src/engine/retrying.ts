import { PlatformError } from "./platform-error.ts";
import type { Engine } from "./ports/engine.ts";
import { ProvisionFailed } from "./provision-failed.ts";

/** How often, in all, something is tried that fails for a passing reason. */
const attempts = 5;

/** Milliseconds of waiting that are worth a word to whoever looks on. */
const longWait = 1_000;

/**
 * Does something, and again when it failed for a passing reason: after as long as the platform asks to be left
 * alone, or else after half a second, and twice as long each time.
 * @param attempt is told how often it was tried, itself included
 * @throws what the last try threw
 */
export async function retrying<T>(
  { clock, progress }: Pick<Engine, "progress"> & { clock: Pick<Engine["clock"], "sleep"> },
  attempt: (time: number) => Promise<T>,
): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await attempt(time);
    } catch (error) {
      if (!isPassing(error) || time === attempts) throw error;
      const wait = error.retryAfter ?? 250 * 2 ** time;
      if (wait >= longWait)
        progress.note("waiting", `${error.message}; trying again in ${Math.round(wait / 1000)} s`);
      await clock.sleep(wait);
    }
  }
}

/** Whether asking again may help. */
export function isPassing(error: unknown): error is PlatformError | ProvisionFailed {
  return (error instanceof PlatformError || error instanceof ProvisionFailed) && error.passing;
}
