import type { Head } from "./chain.ts";

/** The head of a ledger as it is written down elsewhere: at the end of a deployment's message, in a script's tag. */
export function writeAnchor({ seq, hash }: Head): string {
  return `ledger ${seq}:${hash}`;
}

/** The head that a message ends with; `undefined` where it ends otherwise. */
export function parseAnchor(message: string): Head | undefined {
  const [, seq, hash] = /\bledger (\d+):([0-9a-f]{64})$/.exec(message) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : undefined;
}
