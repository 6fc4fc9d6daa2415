import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CronClock } from "./cron-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-04T05:06:30Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("triggers fire at the full minute that they name, each once, until the clock is closed", () => {
  const fired: string[] = [];
  const triggers = [
    { script: "often", cron: "* * * * *" },
    { script: "once", cron: "8 5 * * *" },
  ];
  const clock = new CronClock(
    () => triggers,
    ({ script }, time) => fired.push(`${script} ${time.toISOString().slice(11, 19)}`),
  );
  vi.advanceTimersByTime(29_000);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(121_000);
  expect(fired).toEqual(["often 05:07:00", "often 05:08:00", "once 05:08:00", "often 05:09:00"]);
  clock.close();
  vi.advanceTimersByTime(120_000);
  expect(fired).toHaveLength(4);
});
