import type { Fault } from "../core/run-event.ts";

/** The profile could not be made ready. */
export class ProvisionFailed extends Error {
  override readonly name = "ProvisionFailed";
  readonly fault: Fault;
  /** Trying again may help: the platform, or the way to it, was at fault. */
  readonly passing: boolean;
  /** Milliseconds that the platform asks to be left alone, where it is known. */
  readonly retryAfter: number | undefined;

  constructor(fault: Fault, options: { passing?: boolean; retryAfter?: number | undefined } = {}) {
    super(fault.reason);
    this.fault = fault;
    this.passing = options.passing ?? false;
    this.retryAfter = options.retryAfter;
  }
}
