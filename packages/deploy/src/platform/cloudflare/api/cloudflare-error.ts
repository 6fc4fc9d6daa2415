import { PlatformError } from "../../platform-error.ts";

/** Cloudflare refused a call, or could not be reached. Its message names what was asked and Cloudflare's reasons. */
export class CloudflareError extends PlatformError {
  /** HTTP status; `null` where there was no answer. */
  readonly status: number | null;
  /** Cloudflare's reasons alone: `Worker not found (10007)`. */
  readonly reasons: string;

  /** @param asked what the call was to do: `list the versions of shop-prod` */
  constructor(
    asked: string,
    { status, reasons, ...options }: { status: number | null; reasons: string } & ErrorDetails,
  ) {
    super(`Cloudflare could not ${asked}: ${reasons}`, {
      ...options,
      passing: status === null || status === 429 || status >= 500,
    });
    this.status = status;
    this.reasons = reasons;
  }
}

interface ErrorDetails {
  codes?: readonly number[];
  /** Milliseconds. */
  retryAfter?: number | undefined;
  cause?: unknown;
}
