import { type Duration, durationMs, durationSchema } from "../../config/index.ts";
import { Busy, Refusal } from "../../names/user-error.ts";
import type { Terminal } from "../output/terminal.ts";

/** Milliseconds between two tries. */
const INTERVAL = 2_000;

/**
 * Does something to a profile, and waits for whoever else is at work there: at most as long as was asked for.
 * @param wait such as `10m`; without it nobody is waited for
 * @throws Refusal when the profile is not free in time, and for what is no duration
 */
export async function whenFree<Result>(
  wait: string | undefined,
  terminal: Terminal,
  work: () => Promise<Result>,
): Promise<Result> {
  const end = performance.now() + (wait === undefined ? 0 : durationMs(readDuration(wait)));
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Busy) || performance.now() >= end) throw error;
      if (!told) terminal.note("wait", error.message);
      await Bun.sleep(INTERVAL);
    }
  }
}

function readDuration(text: string): Duration {
  const read = durationSchema.safeParse(text);
  if (read.success) return read.data;
  throw new Refusal("usage", `--wait ${text} is no duration; write 30s, 10m or 1h.`, { kind: "usage" });
}
