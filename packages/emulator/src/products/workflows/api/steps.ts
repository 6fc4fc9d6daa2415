import { z } from "zod";

/** What the engine notes of an instance: see miniflare's `readDetailedLogs`. */
export const LogEntry = z.object({
  timestamp: z.string(),
  event: z.number(),
  group: z.string().nullable(),
  target: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** The engine's numbers for what happens. */
const EVENT = {
  workflowStart: 1,
  stepStart: 5,
  stepSuccess: 6,
  stepFailure: 7,
  sleepStart: 8,
  sleepComplete: 9,
  attemptStart: 10,
  attemptSuccess: 11,
  attemptFailure: 12,
  waitStart: 14,
  waitComplete: 15,
  waitTimedOut: 16,
} as const;

export function startOf(logs: readonly LogEntry[]): string | null {
  return logs.find(({ event }) => event === EVENT.workflowStart)?.timestamp ?? null;
}

export function endOf(logs: readonly LogEntry[]): string | null {
  return logs.at(-1)?.timestamp ?? null;
}

/** The steps of an instance in order, as Cloudflare's API shows them. */
export function stepsOf(logs: readonly LogEntry[]): object[] {
  return logs.flatMap((first) => {
    const own = logs.filter(({ group }) => group !== null && group === first.group);
    const last = (...events: number[]) => own.findLast(({ event }) => events.includes(event));
    switch (first.event) {
      case EVENT.stepStart:
        return [stepView(first, own, last(EVENT.stepSuccess, EVENT.stepFailure))];
      case EVENT.sleepStart: {
        const end = last(EVENT.sleepComplete);
        return [{ ...common(first, end), type: "sleep", finished: end !== undefined, error: null }];
      }
      case EVENT.waitStart: {
        const end = last(EVENT.waitComplete, EVENT.waitTimedOut);
        const output = end?.metadata.payload;
        const error = end?.event === EVENT.waitTimedOut ? (end.metadata.error ?? null) : null;
        return [{ ...common(first, end), type: "waitForEvent", finished: end !== undefined, output, error }];
      }
      default:
        return [];
    }
  });
}

function stepView(first: LogEntry, own: readonly LogEntry[], end: LogEntry | undefined): object {
  const attempts = own
    .filter(({ event }) => event === EVENT.attemptStart)
    .map((start) => {
      const over = own.find(
        ({ event, metadata }) =>
          (event === EVENT.attemptSuccess || event === EVENT.attemptFailure) &&
          metadata.attempt === start.metadata.attempt,
      );
      return {
        start: start.timestamp,
        end: over?.timestamp ?? null,
        success: over ? over.event === EVENT.attemptSuccess : null,
        error: over?.metadata.error ?? null,
      };
    });
  return {
    ...common(first, end),
    type: "step",
    config: first.metadata.config ?? {},
    success: end ? end.event === EVENT.stepSuccess : null,
    output: end?.metadata.result ?? null,
    attempts,
  };
}

function common({ target, timestamp }: LogEntry, end: LogEntry | undefined) {
  return { name: target ?? "", start: timestamp, end: end?.timestamp ?? null };
}
