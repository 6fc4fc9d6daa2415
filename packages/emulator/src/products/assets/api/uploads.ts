import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { bearerToken } from "../../../api/guard.ts";
import { partText, readParts } from "../../../api/multipart.ts";
import { body, validScriptName } from "../../../api/request.ts";
import { checkAccount } from "../../accounts/api/accounts.ts";
import type { Handler } from "../../product.ts";
import { AssetManifest, Assets } from "../store/assets.ts";
import { readSession, sessionToken } from "./session-token.ts";

/** Answers which files of a manifest are not here yet. None: the token already completes the upload. */
export const openSession: Handler = async (c) => {
  const script = validScriptName(c);
  const { manifest } = await body(c, z.object({ manifest: AssetManifest }));
  const jwt = sessionToken(c, c.env.store.of(Assets).openSession(script, manifest));
  const missing = c.env.store.of(Assets).missing(manifest);
  return ok(c, { jwt, buckets: missing.length > 0 ? [missing] : [] });
};

/**
 * Takes files, base64, each in a part named by its hash. The answer to the last one carries the final token. Asked
 * with the token of the upload session in place of the emulator's.
 */
export const upload: Handler = async (c) => {
  const token = bearerToken(c);
  const manifest = readSession(c, token);
  checkAccount(c);
  if (c.req.query("base64") !== "true")
    throw new ApiError(400, 10001, "Assets are uploaded with ?base64=true.");
  const wanted = new Set(Object.values(manifest).map(({ hash }) => hash));
  for (const part of await readParts(c)) {
    if (!wanted.has(part.name))
      throw new ApiError(400, 10001, `The asset ${part.name} is not in the manifest.`);
    c.env.store.of(Assets).save({
      hash: part.name,
      blob: await c.env.store.blobs.put(Buffer.from(partText(part), "base64")),
      // What wrangler and alchemy send for a file of unknown type.
      contentType: part.contentType === "application/null" ? "" : part.contentType,
    });
  }
  const done = c.env.store.of(Assets).missing(manifest).length === 0;
  return done ? ok(c, { jwt: token }, { status: 201 }) : ok(c, { jwt: null }, { status: 202 });
};
