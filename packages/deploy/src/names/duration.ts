import { z } from "zod";

const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
type Unit = keyof typeof milliseconds;

/** A length of time as one writes it: a number and a unit, such as "500ms", "30s", "5m", "1h", "2d". */
export type Duration = `${number}${Unit}`;

const pattern = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h|d)$/;

export const durationSchema = z.custom<Duration>(
  (value) => typeof value === "string" && pattern.test(value),
  {
    error: 'not a duration; write a number and a unit, such as "500ms", "30s", "5m", "1h" or "2d"',
  },
);

/** The milliseconds in a duration: "1.5s" is 1500. */
export function durationMs(duration: Duration): number {
  const unit = pattern.exec(duration)?.[2];
  if (!isUnit(unit)) throw new RangeError(`"${duration}" is not a duration.`);
  return Math.round(Number.parseFloat(duration) * milliseconds[unit]);
}

function isUnit(text: string | undefined): text is Unit {
  return text !== undefined && Object.hasOwn(milliseconds, text);
}
