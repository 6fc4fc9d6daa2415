/** The platform, or the way to it, did not do what was asked. Says what was asked, never with which token. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  /** The platform's own error codes, e.g. Cloudflare's 10007. */
  readonly codes: readonly number[];
  /** Asking again may help: the fault is not in what was asked. It may have been done all the same. */
  readonly passing: boolean;
  /** Milliseconds that the platform asks to be left alone. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    options: {
      codes?: readonly number[];
      passing?: boolean;
      retryAfter?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.codes = options.codes ?? [];
    this.passing = options.passing ?? false;
    this.retryAfter = options.retryAfter;
  }
}
