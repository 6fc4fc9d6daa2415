import type { Context } from "hono";
import { z } from "zod";
import { ApiError } from "../../../api/envelope.ts";
import { isSameSecret } from "../../../api/guard.ts";
import type { Api } from "../../product.ts";
import { type AssetManifest, Assets } from "../store/assets.ts";

/** How long an asset upload may take: Cloudflare gives an hour. In seconds. */
const LIFETIME = 3600;
const Payload = z.object({ session: z.string(), exp: z.number() });

/**
 * The token that stands for an asset upload session: in the form of a JWT, for wrangler reads when it expires. Signed
 * with the emulator's own token, so it need not be kept.
 */
export function sessionToken(c: Context<Api>, session: string): string {
  const head = encode({ alg: "HS256", typ: "JWT" });
  const payload = encode({ session, exp: Math.floor(Date.now() / 1000) + LIFETIME });
  return `${head}.${payload}.${sign(c, `${head}.${payload}`)}`;
}

/** @throws ApiError 401 for a token that was not made here, or is too old */
export function readSession(c: Context<Api>, token: string): AssetManifest {
  const [head = "", payload = "", signature = ""] = token.split(".");
  if (!isSameSecret(signature, sign(c, `${head}.${payload}`))) {
    throw new ApiError(401, 10013, "The asset upload token is not valid.");
  }
  const { session, exp } = Payload.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  const manifest = c.env.store.of(Assets).manifest(session);
  if (!manifest || exp * 1000 < Date.now())
    throw new ApiError(401, 10013, "The asset upload token has expired.");
  return manifest;
}

function sign(c: Context<Api>, text: string): string {
  return new Bun.CryptoHasher("sha256", c.env.identity.token).update(text).digest("base64url");
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
