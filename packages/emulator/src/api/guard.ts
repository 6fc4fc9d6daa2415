import { timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler, Next } from "hono";
import { ApiError } from "./envelope.ts";

/**
 * Refuses requests of web pages: a browser always says its page's origin.
 * @throws ApiError 403 for an origin that is not the API's own
 */
export async function refuseWebPages(c: Context, next: Next): Promise<void> {
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== new URL(c.req.url).origin) {
    throw new ApiError(403, 9106, `Requests from the web page ${origin} are refused.`);
  }
  await next();
}

/**
 * Lets in programs that have the emulator's token. Guards every route that is added after it, and the answer for
 * paths that have no route. What it returns throws ApiError 400 without a token, 401 with another.
 */
export function requireToken(token: string): MiddlewareHandler {
  return async (c, next) => {
    if (!isSameSecret(bearerToken(c), token)) throw new ApiError(401, 10000, "Authentication error");
    await next();
  };
}

/** @throws ApiError 400 when the request has no bearer token */
export function bearerToken(c: Context): string {
  const [, given] = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (given === undefined) throw new ApiError(400, 9106, "Missing Authorization header: Bearer <token>.");
  return given;
}

/** Compares two texts hashed, so that neither the time taken nor the length tells anything of the secret. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(sha256(given), sha256(secret));
}

function sha256(text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}
