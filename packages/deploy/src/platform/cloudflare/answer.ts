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

/**
 * How long Cloudflare wants to be left alone: `Retry-After` in seconds (RFC 9110 §10.2.3), as it comes with a 429.
 * Where that is missing, until the last of the windows in `Ratelimit` begins anew that have no call left in them:
 * `"default";r=0;t=30`. Source: developers.cloudflare.com/fundamentals/api/reference/limits
 * @returns milliseconds
 */
export function retryAfter(headers: Headers | undefined): number | undefined {
  const asked = Number(headers?.get("retry-after"));
  if (asked > 0 && Number.isFinite(asked)) return asked * 1000;
  const windows = (headers?.get("ratelimit") ?? "").split(",").flatMap((limit) => {
    const [, left, seconds] = /;\s*r=(\d+)\s*;\s*t=(\d+)/.exec(limit) ?? [];
    return Number(left) === 0 ? Number(seconds) : [];
  });
  const longest = Math.max(0, ...windows);
  return longest > 0 ? longest * 1000 : undefined;
}
