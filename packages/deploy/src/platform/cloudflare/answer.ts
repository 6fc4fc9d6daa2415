import { APIConnectionError, APIError, NotFoundError } from "cloudflare/core/error";
import { PlatformError } from "../platform-error.ts";

/** Runs a call, naming what it asked for when it fails. @throws PlatformError */
export async function asking<T>(what: string, call: () => PromiseLike<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw refused(what, error);
  }
}

/** The same, with `undefined` for something that is not there. */
export async function askingFor<T>(what: string, call: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw refused(what, error);
  }
}

function refused(what: string, error: unknown): PlatformError {
  return new PlatformError(`Cloudflare could not ${what}: ${reasonOf(error)}`, {
    codes: error instanceof APIError ? error.errors.flatMap(({ code }) => code ?? []) : [],
    passing: isPassing(error),
    retryAfter: error instanceof APIError ? retryAfter(error.headers) : undefined,
    cause: error,
  });
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

/** `Retry-After` in seconds (RFC 9110 §10.2.3), as Cloudflare sends it with a 429. @returns milliseconds */
function retryAfter(headers: Headers | undefined): number | undefined {
  const seconds = Number(headers?.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
