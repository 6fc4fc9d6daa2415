import fc from "fast-check";
import { expect, test } from "vitest";
import { type Duration, durationMs, durationSchema } from "./duration.ts";

test.each<[Duration, number]>([
  ["500ms", 500],
  ["30s", 30_000],
  ["1.5s", 1_500],
  ["5m", 300_000],
  ["1h", 3_600_000],
  ["2d", 172_800_000],
])("%s is %d milliseconds", (text, milliseconds) => {
  expect(durationMs(text)).toBe(milliseconds);
});

test.each(["", "5", "s", "-1s", "1 s", "1h30m", "1w", "1e3s", "NaNs", 5, null, undefined])(
  "%j is not a duration",
  (value) => {
    expect(durationSchema.safeParse(value).success).toBe(false);
  },
);

test("each duration that is read has its milliseconds", () => {
  fc.assert(
    fc.property(fc.nat(999_999), fc.constantFrom("ms", "s", "m", "h", "d"), (count, unit) => {
      expect(durationMs(durationSchema.parse(`${count}${unit}`))).toBeGreaterThanOrEqual(count);
    }),
  );
});
