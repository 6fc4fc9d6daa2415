import { z } from "zod";

/** The format of a ledger without a `ledger-format` event. */
export const firstFormat = 1;

/** The newest format of a ledger that this version of the kit reads and writes. */
export const ledgerFormat = 2;

export const formatEvents = [
  /** Some event from here on would be misread by a kit that does not know this format. */
  z.object({ type: z.literal("ledger-format"), format: z.int().min(2).max(ledgerFormat) }),
] as const;
