import { parseCron } from "./cron-expression.ts";

/** In milliseconds. */
const MINUTE = 60_000;

/** A Worker's cron trigger. */
export interface CronTrigger {
  script: string;
  cron: string;
}

/** Fires cron triggers, at the full minute. What was due while the emulator was not running is not made up for. */
export class CronClock {
  readonly #triggers: () => CronTrigger[];
  readonly #fire: (trigger: CronTrigger, time: Date) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(triggers: () => CronTrigger[], fire: (trigger: CronTrigger, time: Date) => void) {
    this.#triggers = triggers;
    this.#fire = fire;
    this.#wait(Date.now());
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Waits for the minute after this one. Of minutes slept through, as a laptop does, only the last is struck. */
  #wait(now: number): void {
    const next = (Math.floor(now / MINUTE) + 1) * MINUTE;
    this.#timer = setTimeout(() => {
      const struck = Math.max(next, Math.floor(Date.now() / MINUTE) * MINUTE);
      this.#wait(struck);
      this.#strike(new Date(struck));
    }, next - Date.now());
    this.#timer.unref();
  }

  #strike(time: Date): void {
    for (const trigger of this.#triggers()) {
      if (parseCron(trigger.cron).matches(time)) this.#fire(trigger, time);
    }
  }
}
