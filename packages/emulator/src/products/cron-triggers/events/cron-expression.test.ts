import { expect, test } from "vitest";
import { CronError, parseCron } from "./cron-expression.ts";

test.each([
  ["* * * * *", "2026-03-04T05:06", true],
  ["6 5 * * *", "2026-03-04T05:06", true],
  ["6 5 * * *", "2026-03-04T05:07", false],
  ["*/15 * * * *", "2026-03-04T05:45", true],
  ["*/15 * * * *", "2026-03-04T05:46", false],
  ["5/20 * * * *", "2026-03-04T05:25", true],
  ["0-10/5,59 * * * *", "2026-03-04T05:59", true],
  ["0 17 * * sun", "2026-03-01T17:00", true],
  ["0 17 * * 1", "2026-03-01T17:00", true],
  ["0 17 * * 2-6", "2026-03-01T17:00", false],
  ["10 7 * * mon-fri", "2026-03-02T07:10", true],
  ["0 15 1 * *", "2026-03-01T15:00", true],
  ["0 18 * * 6L", "2026-03-27T18:00", true],
  ["0 18 * * 6L", "2026-03-20T18:00", false],
  ["0 18 * * fri#2", "2026-03-13T18:00", true],
  ["59 23 L * *", "2026-02-28T23:59", true],
  ["59 23 LW * *", "2026-02-27T23:59", true],
  ["0 0 15W * *", "2026-03-16T00:00", true],
  ["0 0 1W * *", "2026-03-02T00:00", true],
  ["0 0 13 * fri", "2026-03-06T00:00", true],
  ["0 0 13 * fri", "2026-03-12T00:00", false],
  ["0 0 * feb *", "2026-03-01T00:00", false],
])("%s at %s: %s", (expression, time, matches) => {
  expect(parseCron(expression).matches(new Date(`${time}Z`))).toBe(matches);
});

test.each([
  "",
  "* * * *",
  "* * * * * *",
  "60 * * * *",
  "x * * * *",
  "5-1 * * * *",
  "*/0 * * * *",
  "* * 0 * *",
  "* * * * 8",
])("%j is refused", (expression) => {
  expect(() => parseCron(expression)).toThrow(CronError);
});
