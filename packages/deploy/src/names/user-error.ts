import { type Action, byHand } from "./action.ts";
import type { ErrorCode } from "./error-code.ts";

interface Details {
  /** `usage`: the call itself was wrong; `failed`: what was asked for is not so. */
  kind?: "usage" | "failed";
  /** What can be done about it; a text is something to be done by hand. */
  action?: Action | string;
  cause?: unknown;
}

/** The kit will not, or cannot, do what was asked. Says to a person what happened and why. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ErrorCode;
  readonly kind: "usage" | "failed";
  readonly action: Action | undefined;

  constructor(code: ErrorCode, message: string, { kind = "failed", action, cause }: Details = {}) {
    super(message, { cause });
    this.code = code;
    this.kind = kind;
    this.action = typeof action === "string" ? byHand(action) : action;
  }
}

/** Another runner is at work there at this moment; it may be free in a while. */
export class Busy extends Refusal {}

/** What any thrown thing says, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
