/**
 * The kit will not, or cannot, do what was asked. Said to a person: what happened, why, and the command
 * that mends it. `usage`: the call itself was wrong; `failed`: what was asked for is not so.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: "usage" | "failed";
  readonly mend: string | undefined;

  constructor(message: string, options: { kind?: "usage" | "failed"; mend?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = options.kind ?? "failed";
    this.mend = options.mend;
  }
}

/** Somebody else is at work there at this moment; it may be free in a while. */
export class Busy extends Refusal {}

/** What any thrown thing says, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
