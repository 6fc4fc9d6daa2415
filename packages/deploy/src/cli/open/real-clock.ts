import type { Clock } from "../../engine/ports/clock.ts";

export const realClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => Bun.sleep(milliseconds),
  async beating(interval, beat, work) {
    const heart = setInterval(beat, interval);
    try {
      return await work();
    } finally {
      clearInterval(heart);
    }
  },
};
