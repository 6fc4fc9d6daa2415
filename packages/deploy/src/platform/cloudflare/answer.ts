import { APIConnectionError, APIError, NotFoundError } from "cloudflare/core/error";

/** Cloudflare, or the way to it, did not do what was asked. Says what was asked, never with which token. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  /** Cloudflare's own error codes, e.g. 10007. */
  readonly codes: readonly number[];
  /** Asking again may help: the fault is not in what was asked. */
  readonly passing: boolean;

  constructor(asked: string, cause: unknown) {
    super(`Cloudflare could not ${asked}: ${reasonOf(cause)}`, { cause });
    this.codes = cause instanceof APIError ? cause.errors.flatMap(({ code }) => code ?? []) : [];
    this.passing = isPassing(cause);
  }
}

/** Runs a call, naming what it asked for when it fails. @throws PlatformError */
export async function asking<T>(what: string, call: () => PromiseLike<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new PlatformError(what, error);
  }
}

/** The same, with `undefined` for something that is not there. */
export async function askingFor<T>(what: string, call: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw new PlatformError(what, error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof APIConnectionError) return "it cannot be reached";
  if (error instanceof APIError && error.errors.length > 0) {
    return error.errors.map(({ code, message }) => `${message} (${code})`).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}

function isPassing(error: unknown): boolean {
  if (error instanceof APIConnectionError) return true;
  return (
    error instanceof APIError && error.status !== undefined && (error.status === 429 || error.status >= 500)
  );
}
