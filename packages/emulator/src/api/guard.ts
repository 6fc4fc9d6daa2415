import { timingSafeEqual } from "node:crypto";
import type { Context, Next } from "hono";
import type { Api } from "./context.ts";
import { ApiError } from "./envelope.ts";

/** The one route that is asked with the token of an upload session instead of the emulator's. */
const BY_SESSION = /\/workers\/assets\/upload$/;

/** Lets in programs that have the token, and no web page: a browser always says its page's origin. */
export async function guard(c: Context<Api>, next: Next): Promise<void> {
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== new URL(c.req.url).origin) {
    throw new ApiError(403, 9106, `Requests from the web page ${origin} are refused.`);
  }
  if (!BY_SESSION.test(c.req.path)) checkToken(c);
  await next();
}

function checkToken(c: Context<Api>): void {
  const [, given] = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (given === undefined) throw new ApiError(400, 9106, "Missing Authorization header: Bearer <token>.");
  // Hashed, so that neither the time taken nor the length tells anything of the token.
  const same = timingSafeEqual(sha256(given), sha256(c.var.identity.token));
  if (!same) throw new ApiError(401, 10000, "Authentication error");
}

function sha256(text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}
