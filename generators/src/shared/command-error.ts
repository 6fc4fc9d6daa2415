/** Why a command ended, as its exit code says it. */
export type Ending = "failed" | "usage" | "interrupted";

const CODES: Record<Ending, number> = { failed: 1, usage: 2, interrupted: 130 };

/** A command could not do what was asked. The message is for people: what is wrong, and what mends it. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly exitCode: number;

  constructor(ending: Ending, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = CODES[ending];
  }
}
