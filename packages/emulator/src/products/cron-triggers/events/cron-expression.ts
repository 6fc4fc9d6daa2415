/** The five fields of a cron expression, each as a question put to a time (in UTC). */
export interface CronExpression {
  matches(time: Date): boolean;
}

/** A cron expression makes no sense. The message says which part. */
export class CronError extends Error {
  override name = "CronError";
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const DAY = 86_400_000;

type Test = (time: Date) => boolean;

/**
 * Reads a cron expression as Cloudflare does: five fields, weekdays from 1 for Sunday to 7, and the letters `L`, `W`
 * and `#`. Source: developers.cloudflare.com/workers/configuration/cron-triggers
 * @throws CronError
 */
export function parseCron(text: string): CronExpression {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (!minute || !hour || !day || !month || !weekday || fields.length !== 5) {
    throw new CronError(`"${text}" has ${fields.length} fields, not 5: minute hour day month weekday.`);
  }
  const always = [
    anyOf(minute, { from: 0, to: 59, of: (time) => time.getUTCMinutes() }),
    anyOf(hour, { from: 0, to: 23, of: (time) => time.getUTCHours() }),
    anyOf(month, { from: 1, to: 12, names: MONTHS, of: (time) => time.getUTCMonth() + 1 }),
  ];
  const days = { from: 1, to: 31, of: (time: Date) => time.getUTCDate(), special: specialDay };
  const weekdays = {
    from: 1,
    to: 7,
    names: WEEKDAYS,
    of: (time: Date) => time.getUTCDay() + 1,
    special: specialWeekday,
  };
  const onDay = anyOf(day, days);
  const onWeekday = anyOf(weekday, weekdays);
  // As everywhere in cron: where both are restricted, either is enough.
  const either = day !== "*" && weekday !== "*";
  const rightDay: Test = (time) => (either ? onDay(time) || onWeekday(time) : onDay(time) && onWeekday(time));
  return { matches: (time) => always.every((test) => test(time)) && rightDay(time) };
}

interface Field {
  from: number;
  to: number;
  /** Names of the values, the first one's first. */
  names?: readonly string[];
  of: (time: Date) => number;
  /** Reads what only this field knows. */
  special?: (item: string) => Test | undefined;
}

function anyOf(text: string, field: Field): Test {
  const tests = text.split(",").map((item) => field.special?.(item.toUpperCase()) ?? range(item, field));
  return (time) => tests.some((test) => test(time));
}

/** `*`, `5`, `1-5`, and each with `/2`. */
function range(item: string, field: Field): Test {
  const [, first, last, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  if (first === undefined || (first === "*" && last !== undefined)) throw nonsense(item);
  const every = step === undefined ? 1 : Number(step);
  const from = first === "*" ? field.from : numberOf(first, field);
  // `5/10` goes on to the end, `5` does not.
  const alone = first !== "*" && step === undefined ? from : field.to;
  const to = last === undefined ? alone : numberOf(last, field);
  if (every < 1 || to < from) throw nonsense(item);
  return (time) => {
    const value = field.of(time);
    return value >= from && value <= to && (value - from) % every === 0;
  };
}

function numberOf(text: string, { from, to, names }: Field): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + from : Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw nonsense(text);
}

/** `L` the last day of the month, `15W` the weekday nearest to the 15th, `LW` the last weekday. */
function specialDay(item: string): Test | undefined {
  const [, number, last] = /^(?:(\d+)|(L))?W$/.exec(item) ?? [];
  if (item === "L") return (time) => time.getUTCDate() === lastOfMonth(time);
  if (number === undefined && last === undefined) return undefined;
  return (time) => time.getUTCDate() === nearestWeekday(time, last ? lastOfMonth(time) : Number(number));
}

/** `6L` the last Friday of the month, `2#1` its first Monday. */
function specialWeekday(item: string): Test | undefined {
  const [, name, last, nth] = /^(\w+?)(?:(L)|#([1-5]))$/.exec(item) ?? [];
  if (name === undefined) return undefined;
  const weekday = numberOf(name, { from: 1, to: 7, names: WEEKDAYS, of: () => 0 });
  return (time) => {
    if (time.getUTCDay() + 1 !== weekday) return false;
    const day = time.getUTCDate();
    return last ? day + 7 > lastOfMonth(time) : Math.ceil(day / 7) === Number(nth);
  };
}

function lastOfMonth(time: Date): number {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to a day, in the same month. */
function nearestWeekday(time: Date, day: number): number {
  const last = lastOfMonth(time);
  const wanted = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), Math.min(day, last));
  const candidates = [0, -1, 1, -2, 2].map((offset) => new Date(wanted + offset * DAY));
  const found = candidates.find(
    (date) => date.getUTCMonth() === time.getUTCMonth() && date.getUTCDay() !== 0 && date.getUTCDay() !== 6,
  );
  return found?.getUTCDate() ?? day;
}

function nonsense(item: string): CronError {
  return new CronError(`"${item}" makes no sense there.`);
}
