import type { LedgerEvent } from "./event.ts";
import { firstFormat } from "./format-event.ts";

type Kind = LedgerEvent["type"];
type LaterFields = {
  readonly [Each in Kind]?: { readonly [Field in keyof Extract<LedgerEvent, { type: Each }>]?: number };
};

/**
 * Fields that came to a kind of event after format 1, each with the format that knows it. A kit of an older format reads
 * such an event without the field, so as another one than was written. A field that it does rightly without is not
 * here. A kind of event that is new needs no entry: whoever does not know it reads the ledger only.
 */
export const laterFields: LaterFields = {
  // Without them the gate is evaluated too early, and takes an answer that was inconclusive for none.
  "gate-evaluated": { until: 2, inconclusive: 2 },
};

/** The oldest format in which an event is read as it is meant. */
export function formatNeeded(event: LedgerEvent): number {
  const formats: Readonly<Record<string, number>> = laterFields[event.type] ?? {};
  return Object.entries(formats)
    .filter(([field]) => Reflect.get(event, field) !== undefined)
    .reduce((needed, [, format]) => Math.max(needed, format), firstFormat);
}

/**
 * The events to append: before the first of them that a kit of the ledger's format would misread comes the event that
 * raises the format. To a kit that does not know it the ledger is read-only from there on.
 * @param format of the ledger so far
 */
export function withFormat(format: number, events: readonly LedgerEvent[]): LedgerEvent[] {
  let current = format;
  return events.flatMap((event): LedgerEvent[] => {
    const needed = formatNeeded(event);
    if (needed <= current) return [event];
    current = needed;
    return [{ type: "ledger-format", format: needed }, event];
  });
}
